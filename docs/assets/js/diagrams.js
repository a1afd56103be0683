/* Mermaid from the book's own files, in the book's colours, loaded only by a page that has a diagram.

   Material calls window.mermaid.initialize() and .render(); without that object it would fetch the library from a CDN.
   It puts the drawing into a closed shadow root, where neither a reader's tools nor our checks can see it: `fn` below
   moves it out into the page. Its own colours are ignored for those of the palette, and a change of palette redraws.
   The library weighs as much as the rest of the site: it comes when a diagram comes near the screen, or the printer. */
window.mermaid = (() => {
  const library = new URL("../vendor/mermaid/mermaid.esm.min.mjs", document.currentScript.src).href
  const drawn = new Map()
  let loading
  let count = 0

  const load = () => (loading ??= import(library).then((module) => module.default))

  function theme() {
    const style = getComputedStyle(document.body)
    const colour = (name) => style.getPropertyValue(`--un-${name}`).trim()
    const [paper, surface, ink, muted, grid] = ["paper", "surface", "ink", "muted", "grid"].map(colour)
    const primary = colour("primary")
    return {
      darkMode: document.body.dataset.mdColorScheme === "slate",
      background: paper, mainBkg: surface, nodeBorder: muted, nodeTextColor: ink, textColor: ink, titleColor: ink,
      primaryColor: surface, primaryTextColor: ink, primaryBorderColor: muted,
      secondaryColor: paper, secondaryTextColor: ink, secondaryBorderColor: grid,
      tertiaryColor: paper, tertiaryTextColor: ink, tertiaryBorderColor: grid,
      lineColor: muted, defaultLinkColor: muted, arrowheadColor: muted, edgeLabelBackground: paper,
      clusterBkg: "transparent", clusterBorder: grid,
      actorBkg: surface, actorBorder: muted, actorTextColor: ink, actorLineColor: grid,
      signalColor: muted, signalTextColor: ink, labelBoxBkgColor: surface, labelBoxBorderColor: muted,
      labelTextColor: ink, loopTextColor: ink, noteBkgColor: surface, noteBorderColor: grid, noteTextColor: ink,
      activationBkgColor: grid, activationBorderColor: primary,
      fontFamily: style.getPropertyValue("--md-text-font-family"), fontSize: "16px",
    }
  }

  async function draw(id, text) {
    const mermaid = await load()
    const themeVariables = theme()
    mermaid.initialize({
      startOnLoad: false, suppressErrorRendering: true, securityLevel: "strict", theme: "base", themeVariables,
      fontFamily: themeVariables.fontFamily, flowchart: { padding: 12 },
    })
    await document.fonts.ready
    return mermaid.render(id, text)
  }

  /* A name for those who cannot see it: accTitle in the diagram, else the heading it stands under. */
  function name(host) {
    const svg = host.querySelector("svg")
    if (!svg || svg.getAttribute("aria-labelledby")) return
    const heads = [...document.querySelectorAll(".md-content :is(h1, h2, h3)")]
    const above = heads.filter((h) => h.compareDocumentPosition(host) & Node.DOCUMENT_POSITION_FOLLOWING).pop()
    const title = above ? above.firstChild.textContent.trim() : document.title
    svg.setAttribute("aria-label", `Diagram: ${title}`)
  }

  function place(host, svg) {
    host.innerHTML = svg
    const width = host.querySelector("svg").style.maxWidth
    if (width) host.style.setProperty("--natural-width", width)
    name(host)
    document.dispatchEvent(new Event("un:settled"))
  }

  async function show(host, text) {
    const id = `un_diagram_${count++}`
    try {
      place(host, (await draw(id, text)).svg)
    } catch (error) {
      document.getElementById(`d${id}`)?.remove()
      host.innerHTML = '<p class="diagram-failed">This diagram cannot be drawn.</p>'
      console.error(`The diagram "${text.trim().split("\n")[0]} …" cannot be drawn: ${error.message}`)
    }
  }

  const near = new IntersectionObserver(
    (seen) => seen.filter((one) => one.isIntersecting).forEach((one) => start(one.target)), { rootMargin: "100px" })

  function start(host) {
    near.unobserve(host)
    if (host.classList.replace("waiting", "drawn")) show(host, drawn.get(host))
  }

  /* What Material calls for each diagram: an empty place now, the drawing when it is near. */
  async function render(_id, text) {
    const fn = (shadow) => {
      shadow.innerHTML = "<slot></slot>"
      shadow.host.classList.add("waiting")
      drawn.set(shadow.host, text)
      near.observe(shadow.host)
    }
    return { svg: "", fn }
  }

  async function redraw() {
    for (const [host, text] of drawn) {
      if (!host.isConnected) drawn.delete(host)
      else if (host.classList.contains("drawn")) await show(host, text)
    }
  }

  addEventListener("beforeprint", () => [...drawn.keys()].forEach(start))
  document.addEventListener("DOMContentLoaded", () =>
    new MutationObserver(redraw).observe(document.body, { attributeFilter: ["data-md-color-scheme"] }))

  return { initialize: () => {}, render }
})()
