/* The learning path: notes when the end of a chapter was on the screen, and ticks the steps of docs/start/learning-path.md.

   Everything is kept in this browser and sent nowhere, under the one key "unrolled.path": { read: { "gates/lstm":
   "2031-02-03" }, run: { "gradients": … }, solved: { "rnn-01": … } }. What was answered is read from quiz.js's own key,
   "unrolled.answers". Where there is no such storage it all lasts as long as the page. Without scripts the path is a list. */
(() => {
  const KEY = "unrolled.path"
  const KINDS = ["read", "run", "solved"]
  const NAME = /^[a-z0-9][a-z0-9/_ -]*$/
  const DAY = /^\d{4}-\d{2}-\d{2}$/
  const STAY = 1000 // milliseconds that the end of a page has to be on the screen
  let memory = {}
  let stored = true

  const element = (tag, attributes, ...inside) => {
    const node = Object.assign(document.createElement(tag), attributes)
    node.append(...inside)
    return node
  }
  const today = () => {
    const now = new Date()
    const two = (number) => String(number).padStart(2, "0")
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  }

  /* ---- what is kept ---- */

  /* Only what has the form of a note; a file may hold anything. */
  function sound(notes) {
    if (typeof notes !== "object" || notes === null) throw new TypeError("no notes")
    const days = (table) => Object.fromEntries(Object.entries(table ?? {}).filter(([name, day]) => NAME.test(name) && typeof day === "string" && DAY.test(day)))
    return Object.fromEntries(KINDS.map((kind) => [kind, days(notes[kind])]))
  }

  function notes() {
    try {
      if (stored) memory = JSON.parse(localStorage.getItem(KEY) ?? "{}")
      memory = sound(memory)
    } catch {
      stored = false // none, or forbidden, or not ours
      memory = sound(typeof memory === "object" && memory ? memory : {})
    }
    return memory
  }

  function keep(all) {
    memory = all
    try {
      localStorage.setItem(KEY, JSON.stringify(all))
      stored = true
    } catch {
      stored = false
    }
    document.dispatchEvent(new Event("un:noted"))
  }

  function note(kind, name, day) {
    const all = notes()
    const { [name]: _, ...others } = all[kind]
    const added = day ? { [name]: day } : {}
    keep({ ...all, [kind]: { ...(kind === "run" ? withQuick(added) : added), ...others } })
  }

  /* A whole run is more than its quick variant: who made it need not make the other. */
  function withQuick(run) {
    const whole = Object.entries(run).filter(([name]) => !name.includes(" "))
    return { ...Object.fromEntries(whole.map(([name, day]) => [`${name} --quick`, day])), ...run }
  }

  /* The questions that were ever answered right, by quiz.js. */
  function answered() {
    try {
      const all = JSON.parse(localStorage.getItem("unrolled.answers") ?? "{}")
      return new Set(Object.keys(all).filter((name) => all[name]?.right === true))
    } catch {
      return new Set()
    }
  }

  /* ---- the end of a chapter ---- */

  let waiting
  const atEnd = new IntersectionObserver(([...seen]) => {
    clearTimeout(waiting)
    const end = seen.pop()
    if (end.isIntersecting) waiting = setTimeout(() => end.target.isConnected && reached(end.target), STAY)
  })

  function reached(end) {
    atEnd.unobserve(end)
    const day = notes().read[end.dataset.page]
    if (!day) note("read", end.dataset.page, today())
    tell(end, day)
  }

  function tell(end, day) {
    end.querySelector(".noted")?.remove()
    const words = day ? `Read on ${day}. ` : "Noted as read, in this browser and nowhere else. "
    end.prepend(element("span", { className: "noted", textContent: words }))
  }

  /* ---- the steps of the path ---- */

  const listed = (step, kind) => step.dataset[kind].split(" ").filter(Boolean)

  /* How far a step is, in words; `done` when nothing is left of it. */
  function far(step, now, right) {
    const { read, run, solve, answer } = step.dataset
    if (read !== undefined) return { done: read in now.read, words: now.read[read] ?? "" }
    if (run !== undefined) return { done: run in now.run, words: now.run[run] ?? "" }
    const names = listed(step, solve !== undefined ? "solve" : "answer")
    const count = names.filter((name) => (answer !== undefined ? right.has(name) : name in now.solved)).length
    return { done: count === names.length, words: `${count} of ${names.length} ${answer !== undefined ? "right" : "solved"}` }
  }

  function enliven(step) {
    const kind = ["read", "run"].find((name) => name in step.dataset)
    if (kind) {
      const box = element("input", { type: "checkbox" })
      box.setAttribute("aria-label", `${step.textContent.trim()}: done`)
      box.addEventListener("change", () => note(kind, step.dataset[kind], box.checked ? today() : ""))
      step.before(box)
    }
    step.closest("li").append(" ", element("span", { className: "how-far" }))
  }

  function show(path) {
    const now = notes()
    const right = answered()
    const milestones = [...path.querySelectorAll(".milestone")]
    for (const milestone of milestones) {
      const steps = [...milestone.querySelectorAll("[data-read], [data-run], [data-solve], [data-answer]")]
      const fars = steps.map((step) => far(step, now, right))
      steps.forEach((step, n) => {
        const box = step.closest("li").querySelector("input")
        if (box) box.checked = fars[n].done
        step.closest("li").querySelector(".how-far").textContent = fars[n].words && `${fars[n].done ? "✓ " : ""}${fars[n].words}`
      })
      const done = fars.filter((each) => each.done).length
      milestone.toggleAttribute("data-reached", done === steps.length)
      milestone.querySelector(".so-far").textContent =
        done === steps.length ? "Milestone reached." : `${done} of ${steps.length} steps done.`
    }
    const count = milestones.filter((milestone) => milestone.hasAttribute("data-reached")).length
    path.querySelector(".level-far").textContent = `${count} of ${milestones.length} milestones reached.`
  }

  /* ---- the exercises' own file, and the notes as a file ---- */

  /* exercises/progress.json as `python -m unrolled check` and `run` write it, or what "Save" below wrote. */
  async function load(file) {
    try {
      const found = JSON.parse(await file.text())
      return found.format === "Unrolled path" ? loadNotes(sound(found.notes)) : loadProgress(found)
    } catch {
      return "This is neither progress.json nor a file saved here. Nothing was changed."
    }
  }

  function loadNotes(more) {
    const all = notes()
    const merged = Object.fromEntries(KINDS.map((kind) => [kind, { ...all[kind], ...more[kind] }]))
    keep({ ...merged, run: { ...withQuick(more.run), ...merged.run } })
    return `${KINDS.reduce((sum, kind) => sum + Object.keys(more[kind]).length, 0)} notes came from the file.`
  }

  function loadProgress({ exercises, runs }) {
    const days = (table, fact) => Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, entry?.[fact] ?? ""]))
    const begun = Object.keys(exercises).length
    const { solved, run } = sound({ solved: days(exercises, "solved"), run: days(runs ?? {}, "ran") })
    const all = notes()
    keep({ ...all, solved: { ...all.solved, ...solved }, run: { ...withQuick(run), ...all.run, ...run } })
    const count = Object.keys(run).length
    const told = [
      ...(begun || !count ? [`${Object.keys(solved).length} of ${begun} exercises begun are solved`] : []),
      ...(count ? [count === 1 ? "1 experiment was run" : `${count} experiments were run`] : []),
    ]
    return `The file says that ${told.join(", and that ")}.`
  }

  function save() {
    const text = JSON.stringify({ format: "Unrolled path", version: 1, notes: notes() }, null, 1)
    const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: "unrolled-path.json" })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    return "Your notes are in the file unrolled-path.json."
  }

  function forget() {
    if (!confirm("Forget what you have read, run and solved? Your answers to questions stay, and so do your files.")) return "Nothing was forgotten."
    keep(sound({}))
    return "Forgotten."
  }

  function shelf(place) {
    const told = element("p", { className: "told" })
    told.setAttribute("role", "status")
    const button = (textContent, act) =>
      element("button", { type: "button", className: "md-button", textContent, onclick: () => (told.textContent = act()) })
    const chooser = element("input", { type: "file", accept: "application/json,.json" })
    chooser.addEventListener("change", async () => {
      if (chooser.files.length) told.textContent = await load(chooser.files[0])
      chooser.value = ""
    })
    notes() // to know whether anything can be kept
    place.replaceChildren(
      element("p", {}, stored ? "Your notes stay in this browser." : "This browser keeps nothing: save your notes before you leave the page."),
      element("p", {}, element("label", {}, "Load exercises/progress.json, or notes saved here ", chooser)),
      element("p", {}, button("Save notes as a file", save), " ", button("Forget my notes", forget)),
      told,
    )
  }

  const redraw = () => document.querySelectorAll(".level[data-live]").forEach(show)
  document.addEventListener("un:noted", redraw)

  document$.subscribe(() => {
    atEnd.disconnect()
    clearTimeout(waiting)
    const end = document.querySelector(".page-end[data-page]")
    if (end) atEnd.observe(end)
    const levels = [...document.querySelectorAll(".level:not([data-live])")]
    for (const level of levels) {
      level.dataset.live = ""
      level.querySelectorAll("[data-read], [data-run], [data-solve], [data-answer]").forEach(enliven)
      for (const milestone of level.querySelectorAll(".milestone")) milestone.append(element("p", { className: "so-far how-far" }))
      level.querySelector("h2").after(element("p", { className: "level-far" }))
    }
    redraw()
    const place = document.querySelector(".path-shelf:not([data-live])")
    if (place) {
      place.dataset.live = ""
      shelf(place)
    }
  })
})()
