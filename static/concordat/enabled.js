// Tells the style sheet that scripts run; without it every part stays open and readable.
document.body.classList.add("js-enabled", ..."noModule" in HTMLScriptElement.prototype ? ["govuk-frontend-supported"] : []);
