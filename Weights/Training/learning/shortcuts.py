"""The probe for shortcuts: can labels that an attacker or a camera chooses tell the classes apart?

A logistic regression and gradient-boosted trees see nothing but those labels. Both must stay near
chance on people, seeds and captures that they were not fitted to.
"""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

LIMIT = 0.55  # area under the curve, on either side of chance


def probe(train, train_live, test, test_live, seed=1):
    """Areas under the curve on `test` of both probes, by name; features [N, K], labels [N]."""
    probes = {
        "logistic regression": make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=400)),
        "gradient boosting": HistGradientBoostingClassifier(
            max_iter=120, learning_rate=0.06, max_leaf_nodes=15, l2_regularization=1.0,
            random_state=seed,
        ),
    }
    areas = {}
    for name, model in probes.items():
        model.fit(train, train_live)
        areas[name] = float(roc_auc_score(test_live, model.predict_proba(test)[:, 1]))
    return areas


def passes(areas):
    return all(max(area, 1 - area) <= LIMIT for area in areas.values())


def strongest(train, train_live, names, count=5):
    """The single labels whose own area under the curve is farthest from chance, with the area."""
    own = [(name, float(roc_auc_score(train_live, column))) for name, column in zip(names, train.T)
           if np.ptp(column) > 0]
    return sorted(own, key=lambda pair: -abs(pair[1] - 0.5))[:count]
