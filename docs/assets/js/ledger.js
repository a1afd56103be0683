/* A filter and an order for the tables of a ledger: a page with <div data-ledger></div> above them.

   The box hides the rows that lack one of its words, and the sections that have no row left. A button in each head of a
   column sorts its table. Without this script the tables stand as they are written. */
(() => {
  const NUMBER = /^[^\w−-]*([−-]?\d[\d,]*\.?\d*(?:e[+-]?\d+)?)/i

  document$.subscribe(() => {
    const place = document.querySelector("[data-ledger]")
    if (!place || place.childElementCount) return
    const tables = [...document.querySelectorAll(".md-content__inner table")].map(read)
    const label = document.createElement("label")
    const box = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off" })
    const said = Object.assign(document.createElement("p"), { className: "rows" })
    said.setAttribute("role", "status") /* read out when it changes */
    label.append("Show the rows with ", box)
    place.append(label, said)
    box.addEventListener("input", () => filter(tables, box.value, said))
    filter(tables, "", said)
    for (const { table } of tables) table.querySelectorAll("th").forEach((head, column) => sortable(table, head, column))
  })

  /* A table, its rows with their words, and what belongs to it: all from its heading on. */
  function read(table) {
    const section = [table.closest(".md-typeset__scrollwrap") ?? table]
    while (section.at(-1).previousElementSibling && section.at(-1).tagName !== "H2") section.push(section.at(-1).previousElementSibling)
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, words: row.textContent.toLowerCase() }))
    return { table, rows, section: section.at(-1).tagName === "H2" ? section : [table] }
  }

  function filter(tables, text, said) {
    const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
    let all = 0
    for (const { rows, section } of tables) {
      let shown = 0
      for (const { row, words } of rows) {
        row.hidden = !wanted.every((word) => words.includes(word))
        shown += !row.hidden
      }
      for (const part of section) part.hidden = !shown
      all += shown
    }
    said.textContent = `${all} ${all === 1 ? "row" : "rows"}`
  }

  function sortable(table, head, column) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: head.textContent })
    head.replaceChildren(button)
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending"
      table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"))
      head.setAttribute("aria-sort", down ? "descending" : "ascending")
      const keyed = [...table.tBodies[0].rows].map((row) => [key(row.cells[column].textContent), row])
      keyed.sort(([a], [b]) => (down ? compare(b, a) : compare(a, b)))
      table.tBodies[0].append(...keyed.map(([, row]) => row))
    })
  }

  function key(text) {
    const found = text.match(NUMBER)
    return found ? Number(found[1].replace("−", "-").replaceAll(",", "")) : text.trim().toLowerCase()
  }

  /* Numbers before words. */
  function compare(a, b) {
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1
    return typeof a === "number" ? a - b : a.localeCompare(b)
  }
})()
