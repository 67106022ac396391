((marks) => {
  "use strict";
  // Frames around what was found; what is hidden is brought to light, with a broken frame.
  const REVEALED = {
    display: "revert", visibility: "visible", opacity: "1", position: "static", inset: "auto", margin: "0", float: "none",
    transform: "none", translate: "none", scale: "none", clip: "auto", "clip-path": "none", width: "auto", height: "auto",
    "max-width": "none", "max-height": "none", overflow: "visible", "text-indent": "0", filter: "none", "content-visibility": "visible",
  };
  const FEW = 3;
  const wanted = [];
  for (const [path, hidden, links] of marks) {
    let element = null;
    try {
      element = document.querySelector(path);
    } catch {
      continue;
    }
    if (!element) continue;
    const all = element === document.body || element === document.documentElement;
    const anchors = all || links.length < FEW ? Array.from(element.getElementsByTagName("a")) : [];
    const meant = anchors.filter((each) => links.includes(each.getAttribute("href")));
    for (const each of meant.length ? meant : [element]) wanted.push([each, hidden]);
  }
  for (const [element, hidden] of wanted) {
    if (hidden) {
      for (let at = element; at && at !== document.body; at = at.parentElement)
        for (const [name, value] of Object.entries(REVEALED)) {
          if (at !== element && !["display", "visibility", "opacity"].includes(name) && at.getBoundingClientRect().height > 1 && at.getBoundingClientRect().right > 0) continue;
          at.style.setProperty(name, value, "important");
        }
      for (const each of [element, ...element.getElementsByTagName("*")]) {
        each.style.setProperty("font-size", "14px", "important");
        each.style.setProperty("color", "#8f1c15", "important");
        each.style.setProperty("-webkit-text-fill-color", "#8f1c15", "important");
      }
      element.style.setProperty("background", "#fcebe9", "important");
    }
    element.style.setProperty("outline", `3px ${hidden ? "dashed" : "solid"} #d1261b`, "important");
    element.style.setProperty("outline-offset", "3px", "important");
  }
  const bottom = Math.max(0, ...wanted.map(([element]) => element.getBoundingClientRect().bottom + scrollY));
  scrollTo(0, 0);
  return { framed: wanted.length, bottom, height: document.documentElement.scrollHeight };
})
