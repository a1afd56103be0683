// What stands where: a line for each element, with whether it is shown, its tag, its attributes and its own words. Given
// the lines of another load of the page, mark with `data-other` what differs, or everything if the elements do not match.
(before) => {
    const all = [...document.querySelectorAll("body *:not(svg *)")];
    const attributes = (e) => e.getAttributeNames().filter((n) => n !== "data-look").map((n) => `${n}=${e.getAttribute(n)}`);
    const words = (e) => [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data);
    const lines = all.map((e) =>
        [e.checkVisibility(), e.localName, ...attributes(e), ...words(e)].join(" ").replace(/\s+/g, " "));
    if (!before) return lines.join("\n");
    const was = before.split("\n");
    const other = was.length === all.length ? all.filter((_, k) => lines[k] !== was[k]) : [document.body];
    other.forEach((e) => e.setAttribute("data-other", ""));
    return other.length;
}
