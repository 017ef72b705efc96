"""What a card's page says of the short trainings that lacked something."""

NAMES = {"heatmaps": "heatmaps of key points", "depth": "depth", "image": "the image",
         "alignment": "alignment of depth and image"}


def _share(errors, count):
    return 100 * errors / count


def _spread(pairs):
    """The mean of some rates and how far they lie apart."""
    shares = [_share(*pair) for pair in pairs]
    return f"{sum(shares) / len(shares):.1f} ({min(shares):.1f} to {max(shares):.1f})"


def _mean(rates):
    """Of the shares of all species of attack that are let pass."""
    shares = [_share(*pair) for name, pair in rates.items() if name != "live"]
    return sum(shares) / len(shares)


def _table(titles, rows):
    return ["| " + " | ".join(titles) + " |", "|---" * len(titles) + "|"] + [
        "| " + " | ".join(row) + " |" for row in rows]


def left_out_lines(found):
    """Markdown of the card's member `left_out`."""
    if not found:
        return []
    seeds, species = list(found["seeds"].values()), list(found["seeds"].values())[0]
    lines = ["", "## What is learned from what", "",
             f"Short trainings of the same network, from nothing, on {found['samples']} captures seen "
             f"{found['epochs']} times, far fewer than the shipped weights saw: what counts is how they differ. "
             "Each lacks something; each has its own threshold, by the same rule; errors on test in the near "
             "infrared, in percent. With several seeds: the mean, and the smallest and the largest.", "",
             f"Trained with and without each species of attack ({len(seeds)} seeds with it, one without):", ""]
    lines += _table(
        ("species", "let pass by networks that saw it", "by one that did not"),
        [(name, _spread([seed[name] for seed in seeds]), f"{_share(*pair):.1f}")
         for name, pair in found["species"].items()])
    lines += ["", f"All seeds refuse {_spread([seed['live'] for seed in seeds])} of the living faces; the means of "
              f"the species that they let pass are {', '.join(f'{_mean(seed):.1f}' for seed in seeds)}.", "",
              "Trained with and without each sensor, judged on its captures alone:", ""]
    lines += _table(
        ("sensor", "living refused, trained with it", "without it", "attacks let pass, trained with it",
         "without it"),
        [(name, *(f"{_share(*entry[key][of]):.1f}"
                  for of in ("live", "attacks") for key in ("kept", "left_out")))
         for name, entry in found["sensors"].items()])
    lines += ["", "Trained without a part of the inputs:", ""]
    rows = [("nothing", [_spread([seed[name] for seed in seeds]) for name in species],
             _spread([(_mean(seed), 100) for seed in seeds]))]
    rows += [(NAMES[part], [f"{_share(*rates[name]):.1f}" for name in species], f"{_mean(rates):.1f}")
             for part, rates in found["parts"].items()]
    return lines + _table(("lacking", *species, "mean of the attacks"),
                          [(name, *cells, mean) for name, cells, mean in rows])
