// The clusters that send calls.
import type { Cluster } from "../api/types";
import { clusters } from "../state/clusters";
import { addressOf, follow } from "../state/router";
import { reload } from "../state/scope";
import { count, moment } from "../ui/format";
import { Scroll } from "../ui/scroll";
import { Empty, Failure, Skeleton } from "../ui/states";

export function ClustersPage() {
  const error = clusters.error.value;
  return (
    <main class="main page">
      <Scroll stop class="page-body" name="Clusters">
        <div class="page-head">
          <h1>Clusters</h1>
        </div>
        {error ? (
          <Failure what="The clusters" error={error} retry={reload} />
        ) : (
          <ClusterTable list={clusters.data.value} />
        )}
      </Scroll>
    </main>
  );
}

function ClusterTable({ list }: { list: Cluster[] | null }) {
  if (!list) return <Skeleton rows={3} />;
  if (!list.length) return <Empty title="No cluster has sent calls yet" />;
  return (
    <table>
      <thead>
        <tr>
          {["Cluster", "Calls", "First call (UTC)", "Last call (UTC)"].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {list.map((cluster) => {
          const part = { page: "polygraph" as const, q: "", from: "", to: "", clusters: [cluster.name] };
          return (
            <tr key={cluster.name}>
              <td>
                <a href={addressOf(part)} onClick={(event) => follow(event, part)}>
                  {cluster.name}
                </a>
              </td>
              <td>{count(cluster.calls)}</td>
              <td>{moment(Date.parse(cluster.firstSeen ?? ""))}</td>
              <td>{moment(Date.parse(cluster.lastSeen ?? ""))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
