"""download.sh against a server on this machine: what arrives, and what it says where nothing does."""

import hashlib
import http.server
import os
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

SCRIPT = Path(__file__).parent.parent.parent / "Weights" / "download.sh"
CONTENT = bytes(range(256)) * 400


class _Server(http.server.BaseHTTPRequestHandler):
    """Serves one file; a path says in which way it misbehaves."""

    ranges = []

    def do_GET(self):
        kind, _, name = self.path.strip("/").partition("/")
        if name != "model.bin" or kind == "missing":
            self.send_error(404)
            return
        start = 0
        asked = self.headers.get("Range")
        if asked and kind != "rigid":
            self.ranges.append(asked)
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        body = b"x" * len(CONTENT) if kind == "wrong" else CONTENT
        body = body + b"more" if kind == "long" else body
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start : 50_000 if kind == "cut" else None])

    def log_message(self, *_):
        pass


class DownloadTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server)
        cls.base = f"http://127.0.0.1:{cls.server.server_port}"
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.out = self.folder / "out"
        self.list = self.folder / "list.txt"
        self.sha256 = hashlib.sha256(CONTENT).hexdigest()
        self.list.write_text(
            f"# A list\n{self.sha256} {len(CONTENT)} model.bin http://nowhere.invalid/model.bin\n")
        _Server.ranges.clear()

    def download(self, kind, *files, base=None):
        environment = {**os.environ, "LIVENESS_MODELS_LIST": str(self.list), "no_proxy": "*"}
        environment.pop("LIVENESS_MODELS_URL", None)
        if kind:
            environment["LIVENESS_MODELS_URL"] = f"{base or self.base}/{kind}"
        return subprocess.run(
            [SCRIPT, self.out, *files], env=environment, capture_output=True, text=True,
            timeout=60)

    def names(self):
        return sorted(path.name for path in self.out.iterdir())

    def assertRefused(self, run, sentence):
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stderr.splitlines()[-1], f"^download.sh: .*{sentence}")
        self.assertNotIn("model.bin", self.names())

    def test_a_file_arrives_whole_and_is_not_fetched_twice(self):
        self.assertEqual(self.download("whole").returncode, 0)
        self.assertEqual((self.out / "model.bin").read_bytes(), CONTENT)
        self.assertEqual(self.names(), ["model.bin"])
        again = self.download("missing")
        self.assertEqual((again.returncode, again.stdout), (0, "model.bin: there already\n"))

    def test_a_broken_transfer_is_said_and_resumed(self):
        self.assertRefused(self.download("cut"), "broke off; run this again to resume it")
        self.assertEqual(self.names(), ["model.bin.part"])
        self.assertEqual(self.download("whole").returncode, 0)
        self.assertEqual(_Server.ranges, ["bytes=50000-"])
        self.assertEqual((self.out / "model.bin").read_bytes(), CONTENT)

    def test_a_server_that_cannot_resume_is_asked_for_the_whole(self):
        self.download("cut")
        self.assertEqual(self.download("rigid").returncode, 0)
        self.assertEqual((self.out / "model.bin").read_bytes(), CONTENT)

    def test_other_bytes_are_refused_and_removed(self):
        self.assertRefused(
            self.download("wrong"), f"expected {len(CONTENT)} bytes with the SHA-256 {self.sha256}")
        self.assertEqual(self.names(), [])

    def test_more_bytes_than_expected_are_not_fetched(self):
        self.assertRefused(self.download("long"), "larger than expected")

    def test_a_missing_file_and_a_missing_network_are_said(self):
        self.assertRefused(self.download("missing"), "the server does not have it")
        self.assertRefused(
            self.download("whole", base="http://127.0.0.1:1"), "no connection; is there a network")
        self.assertRefused(self.download(None), "no connection; is there a network")

    def test_a_file_of_other_bytes_that_is_there_is_kept(self):
        self.out.mkdir()
        (self.out / "model.bin").write_bytes(b"dear")
        run = self.download("whole")
        self.assertEqual(run.returncode, 1)
        self.assertIn("move it away first", run.stderr)
        self.assertEqual((self.out / "model.bin").read_bytes(), b"dear")

    def test_only_what_is_named_is_fetched(self):
        self.list.write_text(self.list.read_text() + f"{self.sha256} 5 other.bin http://nowhere/\n")
        self.assertEqual(self.download("whole", "model.bin").returncode, 0)
        self.assertEqual(self.names(), ["model.bin"])
        self.assertIn("third.bin: not in", self.download("whole", "third.bin").stderr)

    def test_a_folder_that_cannot_be_made_is_said(self):
        self.out.write_text("a file")
        run = self.download("whole")
        self.assertEqual(run.returncode, 1)
        self.assertIn("cannot be written", run.stderr)


if __name__ == "__main__":
    unittest.main()
