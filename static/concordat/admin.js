// Gives names to what the admin's own scripts draw without one, now and whenever they draw more.
function nameParts() {
  for (const icon of document.querySelectorAll(".search-label-icon[aria-label]:not([role])")) {
    icon.setAttribute("role", "img");
  }
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    const shown = box?.querySelector(".select2-selection__rendered");
    if (!box || box.dataset.named) {
      continue;
    }
    const name = label ? label.textContent.trim().replace(/:$/, "") : select.name;
    box.dataset.named = "yes";
    box.setAttribute("aria-label", name);
    box.removeAttribute("aria-labelledby");
    shown?.removeAttribute("role");
    shown?.removeAttribute("aria-readonly");
    select.setAttribute("aria-hidden", "true");
  }
  for (const search of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
    search.setAttribute("aria-label", "Search");
  }
}

// On a phone the filters stand above the list, folded.
const wide = window.matchMedia("(min-width: 48rem)");

function foldFilters() {
  for (const filter of document.querySelectorAll("#changelist-filter details")) {
    filter.open = wide.matches;
  }
}

window.addEventListener("load", () => {
  if (!wide.matches) {
    foldFilters();
  }
  wide.addEventListener("change", foldFilters);
  nameParts();
  new MutationObserver(nameParts).observe(document.body, { childList: true, subtree: true });
});
