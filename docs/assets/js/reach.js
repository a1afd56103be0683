/* What a keyboard and a screen reader need, and the theme leaves out: names, and a way into whatever scrolls sideways. */
(() => {
  const scrollers = [
    [".md-typeset__scrollwrap", "Table"],
    ["div.arithmatex", "Equation"],
    [".md-content div.mermaid", "Diagram"],
    [".md-content .highlight pre > code", "Code"],
    [".md-content .jp-OutputArea pre", "Output"],
  ]

  /* First measure everything, then change it: in turns, each change would make the browser lay the page out again. */
  async function reachable(pass) {
    const found = scrollers.flatMap(([selector, kind]) => [...document.querySelectorAll(selector)].map((place) => ({ place, kind })))
    const pause = inSlices()
    for (const each of found) {
      each.wide = each.place.scrollWidth > each.place.clientWidth + 1
      if ((await pause()) && pass !== passes) return // a later pass measures anew
    }
    for (const { place, kind, wide } of found) {
      const marks = { tabindex: 0, role: "group", "aria-label": `${kind}, scrolls sideways` }
      if (wide) Object.entries(marks).forEach(([name, value]) => place.setAttribute(name, value))
      else if (place.getAttribute("role") === "group") Object.keys(marks).forEach((name) => place.removeAttribute(name))
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
  let passes = 0
  const soon = () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => (named(), reachable(++passes)), 150)
  }

  addEventListener("resize", soon)
  document.addEventListener("toggle", soon, true)
  document.addEventListener("un:settled", soon)
  document.addEventListener("change", soon)
  document$.subscribe(() => {
    named()
    soon()
    new MutationObserver(soon).observe(document.querySelector(".md-content"), { childList: true, subtree: true })
  })
})()
