// Not a module, and in the head: a module runs after the first paint, and a dark page would flash white.
(function () {
  let theme = null;
  try { theme = localStorage.getItem("theme"); } catch { /* storage is switched off */ }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
