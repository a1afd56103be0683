"""The Makefile, the workflows and the papers of the house agree with one another."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PAPERS = ["README.md", "CONTRIBUTING.md", "docs/start/install.md", ".github/pull_request_template.md"]


def verbs() -> set[str]:
    """The targets of the Makefile that `make help` is to list."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)) - {
        "site-env",
        "test-env",
        "browser-env",
        "vectors-env",
    }


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.split("\0") if name]


def test_help_lists_every_verb_with_one_line(call):
    result = call("make", "help")
    listed = re.findall(r"^  make (\S+) +\S.*$", result.stdout, re.MULTILINE)
    assert sorted(listed) == sorted(verbs())
    assert result.stdout.count("\n") == len(listed)


def test_make_alone_is_help(call):
    assert call("make").stdout == call("make", "help").stdout


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_name_only_verbs_that_exist(paper):
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", commands((ROOT / paper).read_text()), re.MULTILINE))
    assert named
    assert named <= verbs()


def commands(markdown: str) -> str:
    """Code spans and fences: where a word after `make` is a verb and not English."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", markdown, re.DOTALL))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_is_pinned_and_has_least_rights(path):
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    uses = re.findall(r"uses: (\S+)", path.read_text())
    assert uses
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", use) for use in uses)
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 30
        writes = {right for right, level in job["permissions"].items() if level == "write"}
        assert writes <= {"pages", "id-token"}
        assert not (writes and any("checkout" in step.get("uses", "") for step in job["steps"]))
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_workflows_run_the_verbs_of_the_makefile():
    for path in WORKFLOWS:
        for line in re.findall(r"make (?:--[a-z-]+ )*([a-z -]+)$", path.read_text(), re.MULTILINE):
            assert set(line.split()) <= verbs(), f"{path.name}: make {line}"


@pytest.mark.parametrize(
    ("repository", "site"),
    [
        ("Ada/Book", "https://ada.github.io/Book/"),
        ("Ada/ada.github.io", "https://ada.github.io/"),
        ("ada/Ada.GitHub.io", "https://ada.github.io/"),
    ],
)
def test_address_comes_from_the_repository(call, repository, site):
    said = call("sh", "tools/site_address.sh", GITHUB_REPOSITORY=repository, SITE_URL="").stdout.split()
    assert said == [f"SITE_URL={site}", f"REPO_URL=https://github.com/{repository}"]


def test_own_domain_wins(call):
    said = call("sh", "tools/site_address.sh", GITHUB_REPOSITORY="a/b", SITE_URL="https://book.example/").stdout
    assert "SITE_URL=https://book.example/\n" in said


def test_address_outside_github_is_an_error(call):
    result = call("sh", "-c", "unset GITHUB_REPOSITORY; sh tools/site_address.sh")
    assert result.returncode != 0
    assert "GITHUB_REPOSITORY is not set" in result.stdout


def test_no_committed_file_chooses_a_package_index():
    choice = re.compile(rb"index-url[=\s]+[\"']?https?://|\"resolved\": \"https?://")
    texts = {name: (ROOT / name).read_bytes() for name in tracked() if (ROOT / name).is_file()}
    assert [name for name, text in texts.items() if choice.search(text)] == []


def test_licences_are_whole():
    mit = (ROOT / "LICENSE").read_text()
    assert mit.startswith("MIT License")
    assert "The Unrolled authors" in mit
    assert 'THE SOFTWARE IS PROVIDED "AS IS"' in mit
    text = (ROOT / "LICENSE-TEXT").read_text()
    for section in range(1, 9):
        assert f"Section {section}" in text


def test_citation_names_the_version_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["cff-version"] == "1.2.0"
    assert f'version = "{citation["version"]}"' in (ROOT / "pyproject.toml").read_text()


def test_fresh_report_shows_what_moved(load_tool):
    report = load_tool("fresh_report")
    constraints = "torch==2.13.0\npytest_codeblocks==0.18.0\nnumpy==2.4.6\nabsent==1\n"
    now = {"torch": "2.14.0+cpu", "pytest-codeblocks": "0.18.0", "numpy": "2.4.6+local"}
    assert report.moved(constraints, now) == [("torch", "2.13.0", "2.14.0+cpu")]


def test_fresh_report_says_so_when_nothing_ran(load_tool, tmp_path):
    (tmp_path / "constraints.txt").write_text("torch==2.13.0\n")
    assert "The checks did not run" in load_tool("fresh_report").report(tmp_path)


def test_formatter_leaves_includes_on_pages_alone():
    page = 'Text.\n\n```python\n--8<-- "snippets/gates/lstm.py:gates"\n```\n'
    args = [sys.executable, "-m", "ruff", "format", "--force-exclude", "--stdin-filename", "docs/gates/lstm.md", "-"]
    done = subprocess.run(args, cwd=ROOT, input=page, capture_output=True, text=True, check=True)
    assert done.stdout in ("", page)


def test_ci_runs_both_verbs_and_is_sound_bash():
    script = ROOT / ".ci" / "run"
    subprocess.run(["bash", "-n", str(script)], check=True)
    assert re.search(r"^make --keep-going test browser", script.read_text(), re.MULTILINE)
