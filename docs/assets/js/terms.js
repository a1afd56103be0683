/* Explains a term where it stands: <a class="term" href="…/glossary/#batch" title="Several sequences …">batch</a>.

   The explanation is shown to the mouse and to the keyboard, can be pointed at, and goes with Escape. Without this script
   the browser shows the title. The pages are swapped without a reload, so the listeners stand on the document, once. */
(() => {
  const tip = Object.assign(document.createElement("div"), { id: "term-tip", hidden: true })
  tip.setAttribute("role", "tooltip")
  let term, waiting

  function hide() {
    clearTimeout(waiting)
    if (!term) return
    term.title = tip.textContent
    term.removeAttribute("aria-describedby")
    term = undefined
    tip.hidden = true
  }

  function show(next) {
    clearTimeout(waiting)
    if (next === term) return
    hide()
    term = next
    tip.textContent = term.title
    term.removeAttribute("title") /* or the browser would show it a second time */
    term.setAttribute("aria-describedby", tip.id)
    document.body.append(tip)
    tip.hidden = false
    place(term.getClientRects()[0])
  }

  /* Below its term; above it where there is no room below; never beyond the edge. */
  function place(word) {
    const { offsetWidth: width, offsetHeight: height } = tip
    const below = word.bottom + height + 8 < innerHeight
    tip.style.left = `${Math.max(8, Math.min(word.left, document.documentElement.clientWidth - width - 8)) + scrollX}px`
    tip.style.top = `${(below ? word.bottom + 4 : word.top - height - 4) + scrollY}px`
  }

  const termOf = ({ target }) => target.closest?.("a.term")

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return /* there, a tap goes to the glossary */
    const next = termOf(event)
    if (next) show(next)
    else if (event.target === tip) clearTimeout(waiting)
    else if (term && term !== document.activeElement) {
      clearTimeout(waiting)
      waiting = setTimeout(hide, 200)
    }
  })
  document.addEventListener("focusin", (event) => (termOf(event) ? show(termOf(event)) : hide()))
  document.addEventListener("focusout", hide)
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide())
  document.addEventListener("click", hide)
  document$.subscribe(hide)
})()
