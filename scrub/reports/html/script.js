"use strict";
// Filters, search, copying, printing. It writes attributes and text of its own, never markup.
(() => {
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const one = (id) => document.getElementById(id);
  const findings = all(".finding");
  const pages = all(".page");
  const tools = one("tools");
  const choices = all("[data-filter]");
  const search = one("search");
  const words = new Map(); // finding -> what it says, in lower case; filled when first searched

  const said = (finding) => {
    if (!words.has(finding)) {
      const page = finding.parentElement.querySelector("h3").textContent;
      words.set(finding, `${page} ${finding.textContent}`.toLowerCase());
    }
    return words.get(finding);
  };

  const matches = (finding, wanted, terms) =>
    wanted.every(([name, value]) => finding.dataset[name] === value) &&
    terms.every((term) => said(finding).includes(term));

  const filter = () => {
    const wanted = choices.filter((c) => c.value).map((c) => [c.dataset.filter, c.value]);
    // Addresses are shown defanged; whoever searches for one may write it as it is.
    const terms = search.value.toLowerCase().replace(/\[\.\]/g, ".").split(/\s+/).filter(Boolean);
    const spelled = terms.map((t) => t.replace(/^http/, "hxxp"));
    let count = 0;
    for (const finding of findings) {
      const there =
        matches(finding, wanted, terms) ||
        matches(finding, wanted, spelled.map((t) => t.replaceAll(".", "[.]")));
      finding.hidden = !there;
      count += there;
    }
    for (const page of pages) page.hidden = !all(".finding:not([hidden])", page).length;
    const total = findings.length.toLocaleString("en");
    one("shown").value =
      count === findings.length ? `${total} finding${count === 1 ? "" : "s"}` : `${count.toLocaleString("en")} of ${total} findings`;
  };

  if (tools) {
    tools.hidden = false;
    let waiting = 0;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(filter, 120);
    });
    choices.forEach((choice) => choice.addEventListener("change", filter));
    tools.addEventListener("submit", (event) => event.preventDefault());
    tools.addEventListener("reset", () => setTimeout(filter));
    one("open").addEventListener("click", (event) => {
      const open = event.target.getAttribute("aria-pressed") !== "true";
      findings.filter((f) => !f.hidden).forEach((f) => (f.open = open));
      event.target.setAttribute("aria-pressed", String(open));
    });
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.showCampaign !== undefined) {
      const choice = choices.find((c) => c.dataset.filter === "campaign");
      if (choice) {
        choice.value = button.dataset.showCampaign;
        filter();
      }
      one("findings").scrollIntoView();
    } else if (button.dataset.copy !== undefined) {
      try {
        await navigator.clipboard.writeText(button.previousElementSibling.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(button.previousElementSibling);
        button.textContent = "Selected";
      }
      setTimeout(() => (button.textContent = "Copy"), 1500);
    }
  });

  one("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.dataset.theme || (dark ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    const shut = all("details:not([open])");
    shut.forEach((details) => (details.open = true));
    closed = closed.concat(shut);
  });
  addEventListener("afterprint", () => {
    closed.forEach((details) => (details.open = false));
    closed = [];
  });

  const reach = () => {
    const target = /^#[fpc]-\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (target && target.matches("details")) target.open = true;
  };
  addEventListener("hashchange", reach);
  reach();
})();
