"""Who may ask a real server, what it asks itself, and what a browser lets its pages do."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from queries import PROJECT
from tests.browser.conftest import QUIET, free_port, installed_browser, serving
from tests.browser.windows import SECONDS, Window, told_by

pytestmark = pytest.mark.browser

# Writes down every name that is looked up and every address that is not this machine's.
WATCH = """
import os, socket
def note(words):
    with open(os.environ["WATCHED"], "a", encoding="utf-8") as log:
        log.write(words + "\\n")
look_up, connect = socket.getaddrinfo, socket.socket.connect
def looked_up(host, *words, **more):
    if str(host) not in ("localhost", "127.0.0.1", "::1", "None", ""):
        note(f"looked up {host}")
    return look_up(host, *words, **more)
def connected(self, address):
    if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in ("127.0.0.1", "::1"):
        note(f"connected to {address[0]}")
    return connect(self, address)
socket.getaddrinfo, socket.socket.connect = looked_up, connected
"""
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log of what every Python process started from now on asks of other machines."""
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("WATCHED", str(tmp_path / "watched"))
    return tmp_path / "watched"


def test_the_watch_sees_what_streamlit_would_ask(watch: Path) -> None:
    code = "from streamlit import net_util; net_util.get_internal_ip(); net_util.get_external_ip()"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, capture_output=True)
    assert "connected to 8.8.8.8" in watch.read_text(encoding="utf-8")


def test_no_request_makes_the_server_ask_another_machine(
    watch: Path, served: Path, tmp_path: Path, window: Window
) -> None:
    with serving(served, tmp_path / "log") as url:
        host = url.removeprefix("http://")
        names = [host, "localhost", "evil.example", "192.168.1.5:8501", "127.0.0.1.evil.example"]
        origins = [None, url, "http://evil.example", "https://192.168.1.5", "null"]
        answers = {
            (name, origin, path): requests.get(
                f"{url}{path}",
                headers={"Host": name, **more} | ({"Origin": origin} if origin else {}),
                timeout=10,
                stream=True,
            ).status_code
            for name in names
            for origin in origins
            for path, more in (("/_stcore/stream", UPGRADE), ("/_stcore/host-config", {}))
        }
        page = window()
        page.goto(url)
        expect(page.locator("h1")).to_be_visible()
    ours = {(host, None), (host, url), ("localhost", None)}
    for (name, origin, path), status in answers.items():
        if (name, origin) not in ours:
            assert status == 403, (name, origin, path)
    assert answers[host, url, "/_stcore/stream"] == 101
    assert answers["localhost", None, "/_stcore/host-config"] == 200
    assert not watch.exists(), watch.read_text(encoding="utf-8")


def test_it_listens_on_this_machine_alone() -> None:
    settings = (PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert 'address = "127.0.0.1"' in settings


@pytest.mark.parametrize("path", ["/", "/compare", "/_stcore/health", "/no/such/file.js"])
def test_every_answer_has_the_headers(server: str, path: str) -> None:
    headers = requests.get(server + path, timeout=10).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_metrics_are_closed(server: str) -> None:
    assert requests.get(f"{server}/_stcore/metrics", timeout=10).status_code == 404


# The other pages are watched where they are looked at: in test_face.py.
def test_presenting_asks_for_nothing_that_the_policy_refuses(server: str, window: Window) -> None:
    page = window()
    refused = told_by(page)
    page.goto(f"{server}/present")
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_timeout(400)
    page.goto(f"{server}/ehc_plans")
    page.get_by_text("Present", exact=True).first.click()
    page.wait_for_timeout(400)
    assert refused == []


def test_text_that_becomes_markup_runs_no_script(server: str, window: Window) -> None:
    """What the policy is for: were a text ever drawn as HTML, its scripts would not run."""
    page = window()
    refused = told_by(page)
    page.goto(server)
    expect(page.locator("h1")).to_be_visible()
    page.evaluate(
        """() => {
            const box = document.createElement('div');
            box.innerHTML = '<img src="x:" onerror="window.ran = 1">';
            document.body.append(box);
            for (const from of ['data:text/javascript,window.ran=2', 'http://127.0.0.1:9/x.js']) {
                const script = document.createElement('script');
                script.src = from;
                document.head.append(script);
            }
            const own = document.createElement('script');
            own.textContent = 'window.ran = 3';
            document.head.append(own);
        }"""
    )
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.ran ?? null") is None
    assert len(refused) >= 4


def test_no_other_page_may_frame_it(server: str, window: Window, tmp_path: Path) -> None:
    outer = tmp_path / "outer.html"
    outer.write_text(f'<iframe src="{server}"></iframe>', encoding="utf-8")
    page = window()
    page.goto(outer.as_uri())
    page.wait_for_timeout(2_000)
    assert page.frames[1].url.startswith("chrome-error:")


# Behind nginx, as the README says.

NAME = "sight.example.gov.uk"
WHO, WORD = "member", "a word for the test"


@contextmanager
def behind_nginx(folder: Path, upstream: str) -> Iterator[str]:
    """The address of nginx with the configuration of the README, before a running dashboard."""
    nginx, openssl = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"), "openssl"
    if not nginx or not shutil.which(openssl):
        pytest.skip("nginx or openssl is not installed")
    written = (PROJECT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```nginx\n(.*?)```", written, re.DOTALL)
    port = free_port()
    for old, new in {
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "/etc/nginx/": f"{folder}/",
        "http://127.0.0.1:8501": upstream,
    }.items():
        assert old in example, "what the test puts in its place is in the example"
        example = example.replace(old, new)
    subject = ["-subj", f"/CN={NAME}", "-days", "2", "-nodes", "-x509", "-newkey", "rsa:2048"]
    files = ["-keyout", str(folder / "sight.key"), "-out", str(folder / "sight.pem")]
    subprocess.run([openssl, "req", *subject, *files], check=True, capture_output=True)
    hashed = subprocess.run(
        [openssl, "passwd", "-apr1", WORD], check=True, capture_output=True, text=True
    ).stdout
    (folder / "sight.users").write_text(f"{WHO}:{hashed}", encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; events {{}} "
        f"http {{ access_log off; {temporary}\n{example}\n}}",
        encoding="utf-8",
    )
    words = ["-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "errors")]
    with subprocess.Popen([nginx, *words], stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for_port(port, process)
            yield f"https://{NAME}:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=20)


def wait_for_port(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        try:
            requests.get(f"https://127.0.0.1:{port}", verify=False, timeout=2)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"nginx did not start: {process.stderr and process.stderr.read()}")


@pytest.fixture
def proxied(served: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", f"{NAME} 127.0.0.1")
    with serving(served, tmp_path / "log") as url, behind_nginx(tmp_path, url) as address:
        yield address


@pytest.fixture
def outside(browser: Browser) -> Iterator[Browser]:
    """A browser for which the name of the example is this machine."""
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    opened = browser.browser_type.launch(executable_path=installed_browser(), args=[*QUIET, rules])
    yield opened
    opened.close()


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_the_proxy_of_the_readme_serves_those_who_sign_in(proxied: str, outside: Browser) -> None:
    port = proxied.rpartition(":")[2]

    def asked(path: str, signed_in: bool, **headers: str) -> requests.Response:
        return requests.get(
            f"https://127.0.0.1:{port}{path}",
            headers={"Host": f"{NAME}:{port}", **headers},
            auth=(WHO, WORD) if signed_in else None,
            verify=False,
            timeout=10,
            stream=True,
        )

    assert asked("/", signed_in=False).status_code == 401
    assert asked("/_stcore/stream", signed_in=False, **UPGRADE).status_code == 401
    answer = asked("/", signed_in=True)
    assert answer.status_code == 200
    for name in ("content-security-policy", "x-frame-options", "strict-transport-security"):
        assert len(answer.raw.headers.getlist(name)) == 1, name
    assert asked("/_stcore/metrics", signed_in=True).status_code == 404
    assert asked("/", signed_in=True, Origin="https://evil.example").status_code == 403
    context = outside.new_context(
        ignore_https_errors=True, http_credentials={"username": WHO, "password": WORD}
    )
    page = context.new_page()
    page.set_default_timeout(SECONDS)
    refused = told_by(page)
    page.goto(f"{proxied}/workforce?council=kent")
    expect(page.locator("h1")).to_have_text("Workforce", timeout=SECONDS)
    expect(page.get_by_text("in Kent").first).to_be_visible(timeout=SECONDS)
    page.wait_for_selector('[data-test-script-state="notRunning"]')
    page.get_by_role("radio", name="Staying").click()
    expect(page).to_have_url(re.compile("show=staying"), timeout=SECONDS)
    assert refused == []
