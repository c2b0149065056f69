// What is wrong with the service itself just now: answers may be late, or not whole.
import { ask } from "../api/client";
import { ProblemsDocument, type ProblemsQuery } from "../api/generated/graphql";
import { Loader } from "./loader";

export const problems = new Loader<ProblemsQuery["problems"]>();

export const LOOK_AGAIN = 10_000;

export function loadProblems() {
  void problems.load(async (signal) => (await ask(ProblemsDocument, {}, signal)).problems);
}
