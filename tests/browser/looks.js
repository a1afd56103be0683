// Mark three elements of each look with `data-look`: axe takes milliseconds to find the colours behind one word, and a page
// has ten thousand words. Elements of one look have the same letters in front of the same layers, so their contrast is the same.
() => {
    const EACH = 3;
    const layers = new Map();
    const layersOf = (e) => {
        if (!e) return "";
        if (!layers.has(e)) {
            const s = getComputedStyle(e);
            const lifted = /absolute|fixed|sticky/.test(s.position) ? s.position : "";
            const own = [s.backgroundColor, s.backgroundImage, s.opacity, s.filter, s.mixBlendMode, lifted].join();
            layers.set(e, layersOf(e.parentElement) + (own === NOTHING ? "" : `${own}/`));
        }
        return layers.get(e);
    };
    const letters = (s) => [s.color, s.fill, s.fontSize, s.fontWeight, s.textShadow, s.textDecorationLine].join();
    const NOTHING = ["rgba(0, 0, 0, 0)", "none", "1", "none", "normal", ""].join();
    const says = (e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    const seen = new Map();
    for (const e of document.querySelectorAll("body, body *")) {
        e.removeAttribute("data-look");
        const input = e.matches("input, select, textarea");
        if (!(input || says(e)) || !e.checkVisibility() || !e.getClientRects().length) continue;
        const around = e.matches("a") ? e.parentElement.tagName + letters(getComputedStyle(e.parentElement)) : "";
        const look = [layersOf(e), letters(getComputedStyle(e)), input, around].join("|");
        seen.set(look, (seen.get(look) ?? 0) + 1);
        if (seen.get(look) <= EACH) e.setAttribute("data-look", "");
    }
    return seen.size;
}
