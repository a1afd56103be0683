/* Long work in slices, with the browser free in between: for (...) { ...; await pause() }, where pause = inSlices(). */
window.inSlices = (milliseconds = 6) => {
  let end = performance.now() + milliseconds
  return async () => {
    if (performance.now() < end) return false
    await new Promise((resolve) => setTimeout(resolve)) // let the reader scroll meanwhile
    end = performance.now() + milliseconds
    return true
  }
}
