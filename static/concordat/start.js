// Wakes the components of the front end, and opens the filters where there is room beside the list.
import { initAll } from "../govuk/govuk-frontend.min.js";

initAll();

const wide = window.matchMedia("(min-width: 60rem)");

for (const filters of document.querySelectorAll('[data-module="app-filters"]')) {
  const folded = !filters.open;
  const fit = () => {
    filters.open = wide.matches || !folded;
  };
  wide.addEventListener("change", fit);
  fit();
}

for (const button of document.querySelectorAll('[data-module="app-print"]')) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
