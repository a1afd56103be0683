"""The process that runs the reader's code: whatever it does there is reported, and nothing gets out."""

import json
import os
import time
from pathlib import Path

import pytest

from unrolled.exercises.runner import KEPT, check

posix = pytest.mark.skipif(os.name != "posix", reason="needs limits and signals that only POSIX systems have")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))

    def call(code, seconds=5.0, **more):
        file = tmp_path / "answer.py"
        file.write_bytes(code if isinstance(code, bytes) else code.encode())
        return check("toy.exam", file, seconds, **more)

    return call


def test_a_byte_order_mark_is_no_mistake(run):
    assert run(b"\xef\xbb\xbfdef answer(): return 42").verdict.ok


def test_a_file_beside_the_answer_can_be_imported_and_one_where_the_reader_stands_hides_nothing(
    run, tmp_path, monkeypatch
):
    (tmp_path / "my_helper.py").write_text("number = 42")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "json.py").write_text("raise RuntimeError('this is not the json of Python')")
    monkeypatch.chdir(elsewhere)
    assert run("from my_helper import number\nimport json\ndef answer(): return number").verdict.ok


def test_right_and_wrong(run):
    assert run("def answer(): return 42").verdict.ok
    wrong = run("def answer(): return 41").verdict
    assert not wrong.ok
    assert wrong.found == "came 41"


def test_what_is_printed_is_shown_apart_and_cut(run):
    checked = run("print('hello')\ndef answer():\n    for _ in range(2000):\n        print('x' * 1000)\n    return 42")
    assert checked.verdict.ok
    assert checked.printed.startswith("hello\nxxx")
    assert len(checked.printed) == KEPT
    assert checked.left_out > 1_900_000


def test_a_printed_verdict_is_not_taken_for_one(run):
    forged = json.dumps({"ok": True, "passed": 9, "total": 9})
    checked = run(
        f"import os\nprint({forged!r}, flush=True)\nos.write(1, {forged.encode()!r})\ndef answer(): return 41"
    )
    assert not checked.verdict.ok
    assert '"ok": true' in checked.printed
    silent = run(f"import os\nprint({forged!r}, flush=True)\nos._exit(0)").verdict
    assert not silent.ok
    assert "ended with code 0 before the checker was done" in silent.found


@posix
@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def answer():\n    while True:\n        pass", "`: still running when the time was up: is there a loop"),
        ("import time\ndef answer():\n    time.sleep(99)", "line 3, `time.sleep(99)`: still running"),
        ("def answer():\n    while True:\n        try: pass\n        except Exception: pass", "still running"),
        ("while True:\n    print('x' * 99999)", "still running"),
    ],
)
def test_endless(run, code, found):
    assert found in run(code, seconds=0.4).verdict.found


@posix
def test_endless_and_deaf(run):
    deaf = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nimport time\ntime.sleep(99)"
    begun = time.monotonic()
    assert "did not react" in run(deaf, seconds=0.2, start=1.5).verdict.found
    assert time.monotonic() - begun < 60  # and not 99


@posix
@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import sys\nsys.exit()", "line 2, `sys.exit()`: sys.exit"),
        ("def answer(): raise SystemExit(0)", "sys.exit: an answer must come to its end"),
        ("import os\nos._exit(3)", "ended with code 3 before"),
        ("import os\nos.abort()", "crashed with SIGABRT"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "killed"),
        ("def answer(:\n    pass", "line 1 is not Python"),
        ("def answer():\n\tif 1:\n        return 42", "line 3 is not Python: inconsistent use of tabs"),
        ("open(__file__ + '.none')", "FileNotFoundError"),
        ("import no_such_package", "No module named 'no_such_package' (is it installed?"),
        ("def answer(): return torch.tensor(42)", "name 'torch' is not defined (is there an `import torch`?)"),
        ("def answer(): return eval('1 +')", "line 1, `def answer(): return eval('1 +')`: SyntaxError"),
        (
            "import ctypes\ndef answer():\n    return ctypes.string_at(0)",
            "line 3: the process crashed with SIGSEGV before the checker was done",
        ),
        (b"x = '\xff'", "the file is not UTF-8 text"),
        ("answer = 1 / 0", "line 1, `answer = 1 / 0`: ZeroDivisionError"),
        ("def answer(): return answer()", "RecursionError"),
        ("def answer(): return input()", "EOFError"),
        ("whole = [bytearray(10**7) for _ in range(10**6)]", "more memory than the checker allows"),
    ],
)
def test_whatever_ends_it_is_told(run, code, found):
    verdict = run(code, memory=200 << 20).verdict
    assert not verdict.ok
    assert found in verdict.found


@posix
@pytest.mark.parametrize(
    "start",
    ["os.fork()", "os.system('true')", "subprocess.run(['true'])", "os.posix_spawn('/bin/true', ['true'], {})"],
)
def test_no_other_process_is_started(run, start):
    bomb = f"import os, subprocess\nwhile True:\n    try: {start}\n    except Exception: pass"
    assert "may start no other process" in run(bomb).verdict.found


@posix
def test_a_thread_that_is_left_behind_does_not_hold_the_verdict(run):
    start = "threading.Thread(target=time.sleep, args=(99,)).start()"
    left = f"import threading, time\ndef answer():\n    {start}\n    return 42"
    begun = time.monotonic()
    assert run(left).verdict.ok
    assert time.monotonic() - begun < 60  # and not 99
