/* Schools by name or code, typed without diacritics, over the directory the screen already has: for forms that pick some. */
(function () {
  "use strict";
  const centre = window.centre;
  const feed = centre.feed;
  let folded = null;
  centre.on("directory", () => { folded = null; });

  /* Every word must occur; names that start with the first word, and exact codes, come first. */
  function find(text) {
    const words = centre.fold(text).split(" ").filter(Boolean);
    if (!words.length || !feed.directory) return [];
    if (!folded) folded = feed.directory.names.map((name, i) => centre.fold(name) + " " + feed.directory.codes[i].toLowerCase());
    const found = [];
    for (let i = 0; i < folded.length && found.length < 400; i += 1) {
      if (!words.every((word) => folded[i].includes(word))) continue;
      const exact = feed.directory.codes[i].toLowerCase() === words[0];
      const starts = folded[i].includes(" " + words[0]) || folded[i].startsWith(words[0]);
      found.push([exact ? 0 : starts ? 1 : 2, i]);
    }
    return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, i]) => i);
  }
  centre.search = { find };
})();
