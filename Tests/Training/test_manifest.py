"""Manifests of own captures are read whole or refused in one sentence that names the place."""

import tempfile
import unittest
from pathlib import Path

from learning import manifest


class ManifestTests(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, lines, header="capture,label,species,subject,split"):
        for line in lines:
            capture = self.folder / line.split(",")[0]
            capture.mkdir(exist_ok=True)
            (capture / "capture.json").write_text("{}")
        path = self.folder / "manifest.csv"
        path.write_text("\n".join([header, *lines]) + "\n")
        return path

    def splits(self, rows):
        return {row.capture.name: row.split for row in rows}

    def whole(self):
        return [
            f"{split}-{kind},{label},{species},{split}-{kind}-person,{split}"
            for split in manifest.SPLITS
            for kind, label, species in (("a", "bona-fide", ""), ("b", "attack", "print-flat"))
        ]

    def refused(self, path, *words):
        with self.assertRaises(manifest.ManifestError) as caught:
            manifest.read(path, 1)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_named_splits_are_kept(self):
        rows = manifest.read(self.write(self.whole()), 1)
        self.assertEqual(len(rows), 6)
        self.assertEqual(self.splits(rows)["dev-b"], "dev")
        self.assertEqual([row.species for row in rows[:2]], ["live", "print-flat"])
        self.assertEqual([row.is_live for row in rows[:2]], [True, False])

    def test_people_are_drawn_whole_and_the_same_each_time(self):
        lines = [
            f"{kind}{person}-{take},{label},,p{person}"
            for person in range(20) for take in range(3)
            for kind, label in (("live", "bona-fide"), ("attack", "attack"))
        ]
        path = self.write(lines, "capture,label,species,subject")
        rows = manifest.read(path, 7)
        self.assertEqual(self.splits(rows), self.splits(manifest.read(path, 7)))
        self.assertNotEqual(self.splits(rows), self.splits(manifest.read(path, 8)))
        people = {split: {row.subject for row in rows if row.split == split}
                  for split in manifest.SPLITS}
        self.assertEqual({split: len(p) for split, p in people.items()},
                         {"train": 12, "dev": 4, "test": 4})
        self.assertEqual(len(set.union(*people.values())), 20)
        self.assertEqual({row.species for row in rows}, {"live", "attack"})

    def test_drawn_splits_are_written_down(self):
        rows = manifest.read(self.write(self.whole()), 1)
        path = self.folder / "again.csv"
        manifest.write(rows, path)
        again = manifest.read(path, 2)
        self.assertEqual(self.splits(again), self.splits(rows))
        self.assertEqual([row.species for row in again], [row.species for row in rows])

    def test_what_is_missing_is_told(self):
        self.refused(self.folder / "nowhere.csv", "nowhere.csv", "no such file")
        self.refused(self.write([], "capture,label"), "expected a column \"subject\"")
        self.refused(self.write([]), "expected captures, found none")
        path = self.write(self.whole())
        (self.folder / "dev-a" / "capture.json").unlink()
        self.refused(path, ":4:", "expected a folder with capture.json")

    def test_wrong_fields_are_told_with_their_line(self):
        for index, old, new, words in (
            (0, "bona-fide", "live", (":2:", "bona-fide or attack", "\"live\"")),
            (1, ",train", ",training", (":3:", "split", "\"training\"")),
            (1, "train-b-person", "", (":3:", "subject", "found nothing")),
            (1, "print-flat", "live", (":3:", "species", "\"live\"")),
        ):
            lines = self.whole()
            lines[index] = lines[index].replace(old, new)
            self.refused(self.write(lines), *words)

    def test_a_split_in_some_rows_only_is_refused(self):
        lines = self.whole()
        lines[2] = lines[2].removesuffix("dev")
        self.refused(self.write(lines), "in every row or in none", "5 of 6")

    def test_nobody_is_in_two_splits(self):
        lines = self.whole()
        lines[2] = lines[2].replace("dev-a-person", "train-a-person")
        self.refused(self.write(lines), "\"train-a-person\" in train and dev")

    def test_every_split_has_both_classes(self):
        self.refused(self.write(self.whole()[:-1]), "expected attacks in the split test")
        self.refused(self.write(self.whole()[1:]), "expected bona-fide captures in the split train")


if __name__ == "__main__":
    unittest.main()
