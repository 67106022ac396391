((marks) => {
  "use strict";
  // Frames around what was found; what is hidden is brought to light, with a broken frame.
  const REVEALED = {
    display: "revert", visibility: "visible", opacity: "1", position: "static", inset: "auto", margin: "0", float: "none",
    transform: "none", translate: "none", scale: "none", clip: "auto", "clip-path": "none", width: "auto", height: "auto",
    "max-width": "none", "max-height": "none", overflow: "visible", "text-indent": "0", filter: "none", "content-visibility": "visible",
  };
  let bottom = 0;
  let framed = 0;
  for (const [path, hidden] of marks) {
    let element = null;
    try {
      element = document.querySelector(path);
    } catch {
      continue;
    }
    if (!element) continue;
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
    framed += 1;
  }
  for (const [path] of marks) {
    let element = null;
    try {
      element = document.querySelector(path);
    } catch {
      continue;
    }
    if (element) bottom = Math.max(bottom, element.getBoundingClientRect().bottom + scrollY);
  }
  scrollTo(0, 0);
  return { framed, bottom, height: document.documentElement.scrollHeight };
})
