(() => {
  "use strict";
  // The DOM as markup; what computed style hides is hidden by an inline style of its own.
  const SKIPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "HEAD", "LINK", "META", "TITLE", "BR"]);
  const SPELLED = {
    display: "display:none", visibility: "visibility:hidden", opacity: "opacity:0", size: "overflow:hidden;width:0;height:0",
    offscreen: "position:absolute;left:-9999px", font: "font-size:0", clip: "clip-path:inset(100%)", colour: "color:transparent",
  };
  const clips = (value) => value !== "visible";
  const speaks = (element) => Array.from(element.childNodes).some((n) => n.nodeType === 3 && n.data.trim());
  const rgba = (value) => {
    const parts = value.match(/[\d.]+/g);
    return parts ? parts.map(Number) : [0, 0, 0, 1];
  };
  const seethrough = (parts) => parts.length > 3 && parts[3] <= 0.05;
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const parts = rgba(style.backgroundColor);
      if (!seethrough(parts)) return parts;
    }
    return [255, 255, 255, 1];
  };
  const alike = (one, other) => [0, 1, 2].every((k) => Math.abs(one[k] - other[k]) <= 6);

  const boxed = (element, style) => {
    const box = element.getBoundingClientRect();
    const across = box.left + scrollX;
    const down = box.top + scrollY;
    if (across + box.width <= 0 || down + box.height <= 0) return ["offscreen", `a box at ${Math.round(across)}, ${Math.round(down)}`];
    const widest = Math.max(innerWidth, document.documentElement.scrollWidth);
    if (box.width && across >= widest + 200) return ["offscreen", `a box at ${Math.round(across)}, ${Math.round(down)}`];
    const small = (box.width <= 1 && clips(style.overflowX)) || (box.height <= 1 && clips(style.overflowY));
    if (small && element.textContent.trim()) return ["size", `a box of ${Math.round(box.width)} by ${Math.round(box.height)} pixels`];
    return null;
  };

  // How the element hides itself: a mechanism and the declaration, or null. What it inherits is its parent's.
  const hides = (element, style) => {
    if (style.display === "none") return ["display", "display: none"];
    const parent = element.parentElement ? getComputedStyle(element.parentElement) : null;
    if (style.visibility !== "visible" && (!parent || parent.visibility === "visible" || parted.has(element.parentElement))) {
      // Where something in it is visible, the rest is told piece by piece.
      const inside = Array.from(element.getElementsByTagName("*"));
      if (!inside.some((each) => getComputedStyle(each).visibility === "visible")) return ["visibility", `visibility: ${style.visibility}`];
      parted.add(element);
    }
    if (Number(style.opacity) <= 0.05) return ["opacity", `opacity: ${style.opacity}`];
    if (/^inset\((?:100|[5-9]\d)%|^(?:circle|ellipse)\(0/.test(style.clipPath)) return ["clip", `clip-path: ${style.clipPath}`];
    const cut = style.position === "absolute" || style.position === "fixed" ? style.clip.match(/[\d.]+/g) : null;
    if (cut && cut.length === 4 && Number(cut[2]) - Number(cut[0]) <= 1) return ["clip", `clip: ${style.clip}`];
    const box = style.display === "contents" || style.display === "inline" ? null : boxed(element, style);
    if (box) return box;
    if (!speaks(element)) return null;
    if (style.display === "inline" && element.getClientRects().length) {
      const place = boxed(element, style);
      if (place && place[0] === "offscreen") return place;
    }
    if (parseFloat(style.fontSize) <= 2) return ["font", `font-size: ${style.fontSize}`];
    if (parseFloat(style.textIndent) <= -500) return ["offscreen", `text-indent: ${style.textIndent}`];
    if (style.textShadow !== "none" || style.backgroundClip === "text") return null;
    const ink = rgba(style.webkitTextFillColor || style.color);
    if (seethrough(ink)) return ["colour", `color: ${style.color}`];
    const behind = ground(element);
    return behind && alike(ink, behind) ? ["colour", `color: ${style.color} on the same`] : null;
  };

  const parted = new Set();

  const path = (element) => {
    const steps = [];
    for (let at = element; at && at.parentElement; at = at.parentElement) {
      const name = at.tagName.toLowerCase();
      const nth = Array.prototype.indexOf.call(at.parentElement.children, at) + 1;
      steps.unshift(name === "body" ? name : `${/^[a-z][a-z0-9]*$/.test(name) ? name : "*"}:nth-child(${nth})`);
    }
    return ["html", ...steps].join(" > ");
  };

  const root = document.documentElement;
  const copy = root.cloneNode(true);
  const live = [root, ...root.getElementsByTagName("*")];
  const copies = [copy, ...copy.getElementsByTagName("*")];
  const found = [];
  for (let k = 0; k < live.length && k < 200000; k++) {
    const element = live[k];
    const twin = copies[k];
    if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName)) twin.textContent = "";
    if (SKIPPED.has(element.tagName) || !(element instanceof HTMLElement)) continue;
    const style = getComputedStyle(element);
    if (element.hidden && style.display !== "none") twin.removeAttribute("hidden");
    const hidden = hides(element, style);
    if (!hidden) {
      // What its author wrote inline may say otherwise.
      if (twin.hasAttribute("style")) twin.setAttribute("style", "");
      continue;
    }
    twin.setAttribute("style", SPELLED[hidden[0]]);
    if (found.length < 2000 && element.textContent.trim()) found.push([path(element), hidden[1]]);
  }
  return { html: `<!doctype html>\n${copy.outerHTML}`, hiding: found };
})()
