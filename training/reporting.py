"""Say what held-out chats show: for the ADR, and to see what a change does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import roc_auc_score

from training.fitting import join
from wayhome.review.understanding.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from training.fitting import HeldOut
    from training.samples import Samples

    Floats = NDArray[np.float32]

ALLOWED = (0.03, 0.05, 0.06)


def report(
    samples: Samples,
    held: HeldOut,
    scores: Floats,
    marks: dict[str, Floats],
    say: Callable[[str], None],
) -> None:
    """Print recall at some shares of twins flagged, for each language and each part."""
    every = samples.every
    for language in sorted({each.language for each in every}):
        rows = [
            row for row, each in enumerate(every)
            if each.language == language and each.whole and each.pair >= 0
        ]  # fmt: skip
        risky = np.array([every[row].risky for row in rows])
        columns = {"all": scores[rows]}
        for number, name in enumerate(("words", "meaning", "order")):
            columns[name] = held.parts[rows, number]
        hinted = [np.max([line.tactics for line in every[row].lines], axis=0) for row in rows]
        columns["patterns"] = np.array([each.sum() for each in hinted])
        for name, values in columns.items():
            say(f"{language} {name:8} {len(rows)} chats: {_line(risky, values)}")
        talk = marks["talk"][LANGUAGES.index(language)]
        flagged = scores[rows] >= talk
        say(
            f"{language} at the mark: {flagged[risky == 1].mean():.3f} risky, "
            f"{flagged[risky == 0].mean():.3f} twins"
        )
        hits = [row for row, hit in zip(rows, flagged, strict=True) if hit and every[row].risky]
        tells = np.mean([_tells(samples, held, marks, row) for row in hits])
        say(f"{language} telling line: {tells:.3f}")
    ordinary = [row for row, each in enumerate(every) if each.pair < 0]
    if ordinary:
        flagged = scores[ordinary] >= marks["talk"].max()
        say(f"ordinary stretches flagged: {flagged.mean():.4f}")
    base, joining = join(every, held)
    say(f"joined: {joining.round(2)} base {base:.2f} marks {marks['talk']} {marks['eye']}")


def _line(risky: NDArray[np.int64], values: Floats) -> str:
    area = roc_auc_score(risky, values)
    found = []
    for share in ALLOWED:
        recall = (values[risky == 1] > np.quantile(values[risky == 0], 1 - share)).mean()
        found.append(f"{recall:.3f} @ {share:.0%}")
    return f"area {area:.3f}, " + ", ".join(found)


def _tells(samples: Samples, held: HeldOut, marks: dict[str, Floats], row: int) -> bool:
    """Tell whether a line above a mark, or else the nearest, is one that its writer marked."""
    told = held.told[row]
    above = np.asarray((told[:, :-1] >= marks["tell"]).any(axis=1) | (told[:, -1] >= marks["any"]))
    marked = samples.every[row].marked.any(axis=1)
    above[told[:, -1].argmax()] = True
    return bool((above & marked).any())
