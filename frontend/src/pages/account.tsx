// Who one is here and what one may see, how to leave; for administrators what was done to graphsvc itself.
import { useEffect } from "preact/hooks";
import { type Act, acts, loadAccount, type Me, mayAskForActs, me } from "../state/account";
import { count, moment } from "../ui/format";
import { Scroll } from "../ui/scroll";
import { Empty, Failure, Skeleton } from "../ui/states";

export function AccountPage() {
  useEffect(() => void loadAccount(), []);
  const error = me.error.value ?? acts.error.value;
  return (
    <main class="main page">
      <Scroll stop class="page-body" name="Account">
        <div class="page-head">
          <h1>Account</h1>
        </div>
        {error ? <Failure what="The account" error={error} retry={loadAccount} /> : <Account of={me.data.value} />}
      </Scroll>
    </main>
  );
}

function Account({ of }: { of: Me | null }) {
  if (!of) return <Skeleton rows={3} />;
  return (
    <>
      <p>
        You are <b>{of.name}</b>, with the role <b>{of.role}</b>: you may {of.rights.join(", ")}, of{" "}
        {of.clusters ? `the clusters ${of.clusters.join(", ")}` : "all clusters"}
        {of.namespaces ? `, in the namespaces ${of.namespaces.join(", ")}` : ""}.
      </p>
      <Leave place="/logout" name="Sign out" />
      <Leave place="/logout?everywhere=1" name="Sign out everywhere" />
      {mayAskForActs(of) ? (
        <>
          <h2>Who did what to graphsvc</h2>
          <ActTable list={acts.data.value} />
        </>
      ) : null}
    </>
  );
}

function Leave({ place, name }: { place: string; name: string }) {
  return (
    <form method="post" action={place} class="inline">
      <button type="submit" class="btn">
        {name}
      </button>
    </form>
  );
}

function ActTable({ list }: { list: Act[] | null }) {
  if (!list) return <Skeleton rows={3} />;
  if (!list.length) return <Empty title="Nothing yet" />;
  return (
    <table>
      <thead>
        <tr>
          {["Time (UTC)", "Who", "Did", "On", "From", "Times"].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {list.map((act, at) => (
          <tr key={at}>
            <td>{moment(Date.parse(act.time))}</td>
            <td title={act.who}>{act.name || "nobody"}</td>
            <td>{act.did.replaceAll("_", " ")}</td>
            <td>{act.on}</td>
            <td>{act.address}</td>
            <td>{count(act.times)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
