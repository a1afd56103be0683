/* What a keyboard and a screen reader need, and the theme leaves out: names, and a way into whatever scrolls sideways. */
(() => {
  const scrollers = [
    [".md-typeset__scrollwrap", "Table"],
    ["div.arithmatex", "Equation"],
    [".md-content div.mermaid", "Diagram"],
    [".md-content .highlight pre > code", "Code"],
    [".md-content .jp-OutputArea pre", "Output"],
  ]

  function reachable() {
    for (const [selector, kind] of scrollers)
      for (const place of document.querySelectorAll(selector)) {
        const wide = place.scrollWidth > place.clientWidth + 1
        if (wide) Object.entries({ tabindex: 0, role: "group", "aria-label": `${kind}, scrolls sideways` }).forEach(([k, v]) => place.setAttribute(k, v))
        else if (place.getAttribute("role") === "group") ["tabindex", "role", "aria-label"].forEach((k) => place.removeAttribute(k))
      }
  }

  function named() {
    document.querySelectorAll(".md-annotation__index:not([aria-label])").forEach((a, i) => a.setAttribute("aria-label", `Annotation ${i + 1}`))
    document.querySelectorAll(".md-code__nav").forEach((n, i) => n.setAttribute("aria-label", `Code ${i + 1}`))
    document.querySelectorAll(".md-typeset .tabbed-set > input:not([aria-labelledby])").forEach((input) => {
      const label = document.querySelector(`label[for="${input.id}"]`)
      if (label) input.setAttribute("aria-label", label.textContent.trim())
    })
  }

  let waiting
  const soon = () => {
    cancelAnimationFrame(waiting)
    waiting = requestAnimationFrame(() => (named(), reachable()))
  }

  addEventListener("resize", soon)
  document.addEventListener("un:settled", soon)
  document.addEventListener("change", soon)
  document$.subscribe(() => {
    soon()
    new MutationObserver(soon).observe(document.querySelector(".md-content"), { childList: true, subtree: true })
  })
})()
