/* Runs before the first paint: theme and language of the last visit, else of the browser. */
(function () {
  var root = document.documentElement;
  var theme = 'auto';
  var locale = '';
  try {
    theme = localStorage.getItem('shuke.theme') || 'auto';
    locale = localStorage.getItem('shuke.locale') || '';
  } catch {
    /* storage may be forbidden; the defaults stand */
  }
  if (theme === 'auto') theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  root.dataset.theme = theme;
  if (locale) root.lang = locale;
})();
