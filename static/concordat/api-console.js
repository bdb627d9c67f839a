/* Starts Swagger UI on our own description of the API. A token typed there stays in this tab. */
const place = document.getElementById("console");

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  validatorUrl: null,
});
