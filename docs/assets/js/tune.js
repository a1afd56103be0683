/* Plays a tune: <button class="tune" data-notes="67:0:1 69:1:1 ..." data-beat="0.2">.

   A note is pitch:start:length, with pitch as in MIDI and time in eighths of a whole note; data-beat is the seconds of
   one. Nothing sounds before the button is pressed; pressed again, or when the page changes, it is quiet. The pages are
   swapped without a reload, so the listener stands on the document, once. */
(() => {
  let playing

  function stop() {
    if (!playing) return
    const { context, button, timer } = playing
    playing = undefined
    clearTimeout(timer)
    context.close()
    button.textContent = "Play the tune"
  }

  // --8<-- [start:pluck]
  /* One plucked note: a triangle wave that begins at once and dies away. */
  function pluck(context, pitch, from, seconds) {
    const wave = new OscillatorNode(context, { type: "triangle", frequency: 440 * 2 ** ((pitch - 69) / 12) })
    const loudness = new GainNode(context, { gain: 0 })
    loudness.gain.setValueAtTime(0, from)
    loudness.gain.linearRampToValueAtTime(0.25, from + 0.01)
    loudness.gain.exponentialRampToValueAtTime(0.01, from + seconds)
    wave.connect(loudness).connect(context.destination)
    wave.start(from)
    wave.stop(from + seconds)
  }
  // --8<-- [end:pluck]

  function play(button) {
    const context = new AudioContext()
    const beat = Number(button.dataset.beat)
    let end = 0
    for (const note of button.dataset.notes.split(" ")) {
      const [pitch, start, length] = note.split(":").map(Number)
      pluck(context, pitch, 0.1 + start * beat, length * beat)
      end = Math.max(end, start + length)
    }
    button.textContent = "Stop"
    playing = { context, button, timer: setTimeout(stop, 1000 * (0.3 + end * beat)) }
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("button.tune")
    if (!button) return
    const again = playing?.button === button
    stop()
    if (!again) play(button)
  })
  document$.subscribe(stop)
})()
