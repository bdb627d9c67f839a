/* Starts Swagger UI on our own description of the API. A token typed there stays in this tab. */
const place = document.getElementById("console");

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  // A link to each call would stand inside the button that opens it, where the keyboard cannot tell them apart.
  deepLinking: false,
  validatorUrl: null,
});
