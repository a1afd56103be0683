/* Sets the mathematics of a page with KaTeX, which is loaded only when a page has some. */
(() => {
  const vendor = new URL("../vendor/katex/", document.currentScript.src)

  const element = (tag, attributes) =>
    new Promise((resolve, reject) => {
      const node = Object.assign(document.createElement(tag), attributes, { onload: resolve, onerror: reject })
      document.head.append(node)
    })

  let katex
  const load = () =>
    (katex ??= Promise.all([
      element("link", { rel: "stylesheet", href: new URL("katex.min.css", vendor).href }),
      element("script", { src: new URL("katex.min.js", vendor).href, async: false }),
      element("script", { src: new URL("auto-render.min.js", vendor).href, async: false }),
    ]))

  const delimiters = [
    { left: "\\[", right: "\\]", display: true },
    { left: "\\(", right: "\\)", display: false },
  ]

  const WAIT = 250 // milliseconds until what is ready is shown

  /* Set on a copy outside the page: in the page, each formula would make the browser lay everything out again. */
  function copied(place) {
    const copy = place.cloneNode(true)
    renderMathInElement(copy, { delimiters, throwOnError: true })
    return [place, copy]
  }

  function show([place, copy]) {
    if (!place.isConnected || place.querySelector(".katex")) return
    place.replaceChildren(...copy.childNodes)
    stay(place)
    place.classList.toggle("unset", !place.querySelector(".katex")) // what cannot be set stays readable as TeX
  }

  /* A full stop after a formula stays on its line; only a formula that cannot break itself may forbid the break. */
  function stay(place) {
    const [, mark, rest] = place.nextSibling?.data?.match(/^([.,;:!?)\]]+)(.*)$/s) ?? []
    if (!mark || place.querySelectorAll(".katex-base").length > 1) return
    const together = Object.assign(document.createElement("span"), { className: "together" })
    place.nextSibling.data = rest
    place.replaceWith(together)
    together.append(place, mark)
  }

  document$.subscribe(async () => {
    const places = [...document.querySelectorAll(".arithmatex:not(:has(.katex))")]
    if (!places.length) return
    await new Promise((resolve) => setTimeout(resolve)) // the page itself comes first
    await load()
    let ready = []
    let shown = performance.now()
    const pause = inSlices()
    for (const place of places) {
      ready.push(copied(place))
      if (performance.now() > shown + WAIT) {
        ready.splice(0).forEach(show)
        shown = performance.now()
      }
      await pause()
    }
    ready.forEach(show)
    document.dispatchEvent(new Event("un:settled"))
  })

  /* Paper does not wait: what is still to be set is set at once. */
  addEventListener("beforeprint", () => {
    if (window.renderMathInElement) document.querySelectorAll(".arithmatex:not(.unset):not(:has(.katex))").forEach((place) => show(copied(place)))
  })
})()
