// Signs in once, as a user does: with the link that the server printed. All tests share the session.

import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "@playwright/test";

export const SESSION = join(
  tmpdir(),
  `graphsvc-session-${new URL(process.env.BASE_URL ?? "http://127.0.0.1:8000").port}.json`,
);

// What a sender of events shows; a session posts none.
export const SENDER = { authorization: `Bearer ${process.env.TOKEN ?? ""}` };

export default async function signIn() {
  const link = process.env.SIGN_IN_LINK;
  if (!link) throw new Error("set SIGN_IN_LINK to an address that `graphsvc login` prints, and TOKEN to a token");
  const context = await request.newContext();
  const answer = await context.get(link);
  if (!answer.ok()) throw new Error(`the link was answered with ${answer.status()}`);
  await context.storageState({ path: SESSION });
  await context.dispose();
}
