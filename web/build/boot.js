/* Runs before the first paint: theme and language of the last visit, else of the browser. Then it asks at once for what the
   page needs next: the texts of that language, and the answers that this address asked for last time. */
(function () {
  var root = document.documentElement;
  var theme = 'auto';
  var locale = '';
  var calls = {};
  try {
    theme = localStorage.getItem('shuke.theme') || 'auto';
    locale = localStorage.getItem('shuke.locale') || '';
    calls = JSON.parse(localStorage.getItem('shuke.calls') || '{}');
  } catch {
    /* storage may be forbidden; the defaults stand */
  }
  if (theme === 'auto') theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  root.dataset.theme = theme;
  if (locale) root.lang = locale;

  var meta = document.querySelector('meta[name="shuke-texts"]');
  var texts = meta ? JSON.parse(meta.content)[root.lang === 'en' ? 'en' : 'zh-CN'] : [];
  texts.forEach(function (file) {
    var link = document.createElement('link');
    link.rel = 'modulepreload';
    link.crossOrigin = '';
    link.href = file;
    document.head.append(link);
  });

  var path = location.pathname;
  var usual = path === '/signin' ? ['/info'] : ['/me', '/objects', '/me/preferences'];
  var last = calls[path + location.search];
  var early = (window.shukeEarly = {});
  usual.concat(Array.isArray(last) ? last : []).forEach(function (call) {
    var url = call.startsWith('/api/v1/') ? call : '/api/v1' + call;
    if (early[url]) return;
    early[url] = fetch(url, {
      headers: { Accept: 'application/json, application/problem+json', 'Accept-Language': root.lang },
      credentials: 'same-origin',
    }).catch(function () {
      return null;
    });
  });
})();
