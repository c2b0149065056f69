"""A store that adds up what the database touches to answer, whatever that costs in time.

Plans are made anew: one of another test is for another graph.
"""

from graphsvc.graph.store import Store


class ProfiledStore(Store):
    hits = 0

    def _read(self, text, timeout, parameters, taken):
        with self._driver.session(database=self._database, default_access_mode="READ") as session:
            result = session.run(f"CYPHER replan=force PROFILE {text}", parameters)
            answer = taken(result)
            self.hits += hits_of(result.consume().profile)
        return answer


def hits_of(step):
    return step["args"].get("DbHits", 0) + sum(map(hits_of, step.get("children", ())))
