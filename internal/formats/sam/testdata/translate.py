"""Runs aws-sam-translator over templates: a JSON list of {name, text} comes in, one of {name, text, error} goes out."""

import json
import sys
from importlib.metadata import version

from samtranslator.translator.transform import transform


class Policies:
    """The managed policies that there are, by name: those of the tables."""

    def __init__(self, arns):
        self.arns = arns

    def load(self):
        return self.arns


def translated(case, policies):
    try:
        return {"name": case["name"], "text": json.dumps(transform(json.loads(case["text"]), {}, policies))}
    except Exception as problem:
        causes = getattr(problem, "causes", None) or [problem]
        return {"name": case["name"], "error": "; ".join(str(getattr(c, "message", c)) for c in causes)}


request = json.load(sys.stdin)
policies = Policies(request["policies"])
cases = [translated(case, policies) for case in request["cases"]]
json.dump({"version": version("aws-sam-translator"), "cases": cases}, sys.stdout)
