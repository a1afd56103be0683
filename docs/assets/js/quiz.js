/* Brings the questions of a page to life: checks an answer, says why, and remembers it in this browser and nowhere else.

   The page itself (src/press/quiz_page.py) holds the inputs, the right answers and the reasons; all that is added here is
   a button and a line that speaks below each question, and below the last one what to do with the answers. Answers are
   kept in localStorage under one key, as { "gates/lstm#three-gates": { given: ["2"], right: true, tries: 1 } }; where
   there is no such storage they last as long as the page. */
(() => {
  const KEY = "unrolled.answers"
  const NAME = /^[a-z0-9/-]+#[a-z0-9-]+$/
  let memory = {}
  let stored = true

  const element = (tag, attributes, ...inside) => {
    const node = Object.assign(document.createElement(tag), attributes)
    node.append(...inside)
    return node
  }

  /* ---- what is kept ---- */

  /* Only what has the form of an answer; a file may hold anything. */
  function sound(answers) {
    if (typeof answers !== "object" || answers === null) throw new TypeError("no answers")
    const fits = ([name, a]) =>
      NAME.test(name) && Array.isArray(a?.given) && a.given.every((text) => typeof text === "string") &&
      typeof a.right === "boolean" && Number.isInteger(a.tries)
    const rows = Object.entries(answers).filter(fits)
    return Object.fromEntries(rows.map(([name, { given, right, tries }]) => [name, { given, right, tries }]))
  }

  function answers() {
    try {
      if (stored) memory = sound(JSON.parse(localStorage.getItem(KEY) ?? "{}"))
    } catch {
      stored = false // none, or forbidden, or not ours
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
    document.dispatchEvent(new Event("un:answered"))
  }

  /* ---- one question ---- */

  const name = (question) => `${question.closest(".quiz").dataset.quiz}#${question.id.replace("question-", "")}`
  const inputs = (question) => [...question.querySelectorAll("input")]
  const chosen = (kind) => kind === "one" || kind === "many"

  const given = (question) =>
    chosen(question.dataset.kind)
      ? inputs(question).filter((input) => input.checked).map((input) => input.value)
      : inputs(question).map((input) => input.value.trim())

  function fill(question, values) {
    const pick = chosen(question.dataset.kind)
    inputs(question).forEach((input, n) => {
      if (pick) input.checked = values.includes(input.value)
      else input.value = values[n] ?? ""
    })
  }

  /* 1,250 and 1250 are the same; so are 0.5 and 0,5, and both signs for minus. */
  function number(text) {
    const plain = text.replace(/[\s\u00a0]/g, "").replace("\u2212", "-")
    const whole = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(",", "") : plain.replace(",", ".")
    return whole === "" ? NaN : Number(whole)
  }

  /* What there is to say: whether it is right, in words, and which of the page's reasons speak to it. */
  const judges = {
    one(values, right, reasons) {
      if (!values.length) return { ask: "Choose an answer first." }
      return { right: values[0] === right[0], reasons: [reasons[values[0] - 1]] }
    },
    many(values, right, reasons) {
      if (!values.length) return { ask: "Choose at least one answer first." }
      const wrong = values.filter((value) => !right.includes(value))
      const missing = right.filter((value) => !values.includes(value)).length
      if (!wrong.length && !missing) return { right: true, reasons: right.map((value) => reasons[value - 1]) }
      const words = missing ? `${missing} more ${missing > 1 ? "hold" : "holds"} that you did not choose.` : ""
      return { right: false, words, reasons: wrong.map((value) => reasons[value - 1]) }
    },
    number([text], [right], reasons, data) {
      const value = number(text)
      if (Number.isNaN(value)) return { ask: "Give a number first, such as 12 or 0.5." }
      const near = (other) => Math.abs(value - other) <= Math.max(Number(data.tolerance), 1e-9 * Math.max(1, Math.abs(other)))
      if (near(Number(right))) return { right: true, reasons: [] }
      const known = data.mistakes.split(" ").findIndex((mistake) => near(Number(mistake)))
      const words = known < 0 ? "That is not it. Work it out again, or open the answer." : ""
      return { right: false, words, reasons: known < 0 ? [] : [reasons[known]] }
    },
    order(values, right, reasons) {
      const places = values.map(Number)
      const sorted = [...places].sort((a, b) => a - b)
      if (sorted.some((place, n) => place !== n + 1)) return { ask: `Give each step its own number, from 1 to ${places.length}.` }
      const first = sorted.find((place) => right[places.indexOf(place)] !== String(place))
      if (!first) return { right: true, reasons: [] }
      const words = first > 1 ? `Up to step ${first - 1} it is right. This one comes at another place than ${first}:` : "This one is not the first:"
      return { right: false, words, reasons: [reasons[right[places.indexOf(first)] - 1]] }
    },
  }

  function judged(question) {
    const { kind, right } = question.dataset
    const reasons = [...question.querySelectorAll("details li")]
    return judges[kind](given(question), right.split(" "), reasons, question.dataset)
  }

  function say(question, verdict, ...parts) {
    question.dataset.verdict = verdict
    question.querySelector(".told").replaceChildren(...parts)
  }

  function answer(question) {
    const { ask, right, words, reasons } = judged(question)
    if (ask) return say(question, "none", element("p", { textContent: ask }))
    const all = answers()
    const before = all[name(question)]
    const now = { given: given(question), right: right || Boolean(before?.right), tries: (before?.tries ?? 0) + 1 }
    const list = element("ul", {}, ...reasons.map((reason) => element("li", {}, ...reason.cloneNode(true).childNodes)))
    const more = question.querySelectorAll(right ? "details .why" : "details .see")
    say(
      question, right ? "right" : "wrong",
      element("p", {}, element("strong", { textContent: right ? "Right." : "Not yet." }), words ? ` ${words}` : ""),
      ...(reasons.length ? [list] : []), ...[...more].map((part) => part.cloneNode(true)),
    )
    keep({ ...all, [name(question)]: now })
  }

  /* As the reader left it: what was given, and whether it was ever right. */
  function restore(question) {
    const kept = answers()[name(question)]
    fill(question, kept?.given ?? [])
    if (!kept) return say(question, "none")
    const tries = kept.tries === 1 ? "at the first try" : `after ${kept.tries} tries`
    const words = kept.right ? `You had this right, ${tries}.` : `Not right yet, ${tries}.`
    say(question, kept.right ? "right" : "wrong", element("p", { textContent: words }))
  }

  function enliven(question) {
    const button = element("button", { type: "button", className: "md-button check", textContent: "Check" })
    const told = element("div", { className: "told" })
    told.setAttribute("role", "status")
    question.querySelector("details").before(element("p", { className: "no-print" }, button), told)
    button.addEventListener("click", () => answer(question))
    question.addEventListener("input", () => say(question, "none"))
    question.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input")) return
      event.preventDefault()
      answer(question)
    })
    restore(question)
  }

  /* ---- all answers ---- */

  function save() {
    const text = JSON.stringify({ format: "Unrolled answers", version: 1, answers: answers() }, null, 1)
    const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: "unrolled-answers.json" })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    return `${Object.keys(answers()).length} answers are in the file unrolled-answers.json.`
  }

  async function load(file) {
    try {
      const found = sound(JSON.parse(await file.text()).answers)
      keep({ ...answers(), ...found })
      return `${Object.keys(found).length} answers came from the file.`
    } catch {
      return "This file holds no answers of this book. Nothing was changed."
    }
  }

  function forget(which, what) {
    if (!confirm(`Forget ${what}? They cannot be brought back, unless you saved them as a file.`)) return "Nothing was forgotten."
    keep(Object.fromEntries(Object.entries(answers()).filter(([key]) => !which(key))))
    return `Forgotten: ${what}.`
  }

  function shelf(quiz) {
    const questions = [...quiz.querySelectorAll("fieldset")]
    const score = element("summary")
    const told = element("p", { className: "told" })
    told.setAttribute("role", "status")
    const tell = async (told_) => (told.textContent = await told_)
    const button = (textContent, act) =>
      element("button", { type: "button", className: "md-button", textContent, onclick: () => (tell(act()), show()) })
    const again = () => questions.forEach(restore)
    const here = (key) => key.startsWith(`${quiz.dataset.quiz}#`)
    const chooser = element("input", { type: "file", accept: "application/json,.json" })
    chooser.addEventListener("change", async () => {
      if (chooser.files.length) await tell(load(chooser.files[0]))
      chooser.value = ""
      again()
    })
    function show() {
      const all = answers()
      const right = questions.filter((question) => all[name(question)]?.right).length
      score.textContent = `${right} of ${questions.length} right. Save, load or forget your answers`
    }
    document.addEventListener("un:answered", show)
    show()
    return element(
      "details", { className: "shelf no-print" }, score,
      element("p", {}, stored ? "Your answers stay in this browser." : "This browser keeps nothing: save your answers before you leave the page."),
      element("p", {}, button("Save all answers as a file", save)),
      element("p", {}, element("label", {}, "Load answers from a file ", chooser)),
      element("p", {},
        button("Forget the answers of this page", () => forgotten(forget(here, "the answers of this page"))), " ",
        button("Forget all answers", () => forgotten(forget(() => true, "all answers, of all pages")))),
      told,
    )

    function forgotten(words) {
      again()
      return words
    }
  }

  document$.subscribe(() => {
    for (const quiz of document.querySelectorAll(".quiz:not([data-live])")) {
      quiz.dataset.live = ""
      quiz.querySelectorAll("fieldset").forEach(enliven)
      quiz.append(shelf(quiz))
    }
  })
})()
