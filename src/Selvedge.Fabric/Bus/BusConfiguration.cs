using System.Globalization;
using System.Text;

namespace Selvedge.Fabric.Bus;

/// <summary>Writes the configuration of nats-server 2.9 or later. Pure.</summary>
/// <remarks>Two accounts, because a permission cannot bind a reply subject: whoever may ask for a key directly can name
/// any subject for the answer, and the server then publishes there on its own behalf. With the buckets in an account of
/// their own, such an answer ends in the nodes' account, where no bucket listens.</remarks>
public static class BusConfiguration
{
    /// <summary>The configuration's text. The same input gives the same text.</summary>
    /// <exception cref="ArgumentException">A name, key or path that cannot stand in the file.</exception>
    public static string Render(BusServer server)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            # Written by selvedge from the Node documents. Changes here are overwritten.
            server_name: {{Quote(server.Name)}}
            listen: {{Quote(server.Listen)}}
            pid_file: {{Quote(server.PidFile)}}
            max_payload: {{BusLimits.PayloadBytesMax}}
            ping_interval: "{{BusLimits.PingInterval.TotalSeconds:0}}s"
            ping_max: 2
            write_deadline: "5s"
            tls {
              cert_file: {{Quote(server.CertificateFile)}}
              key_file: {{Quote(server.KeyFile)}}
              ca_file: {{Quote(server.AuthorityFile)}}
              timeout: 5
            }
            jetstream {
              store_dir: {{Quote(server.StoreDirectory)}}
            }
            accounts {
              STORE {
                jetstream: enabled
                users: [
                  { nkey: {{Key(server.ControlKey)}} }
                ]
                exports: [
            {{Lines(Buckets, bucket => $"      {{ stream: \"{BusSubjects.Key(bucket, ">")}\", accounts: [NODES] }}")}}
            {{Lines(Buckets, bucket =>
                $"      {{ service: \"{BusSubjects.DirectGet(bucket, ">")}\", accounts: [NODES] }}")}}
                ]
                imports: [
                  { stream: { account: NODES, subject: "{{BusSubjects.Statuses}}" } }
                  { service: { account: NODES, subject: "{{BusSubjects.Commands}}" } }
                ]
              }
              NODES {
                users: [

            """);
        foreach (var node in server.Nodes)
        {
            AppendNode(text, node);
        }

        text.Append(CultureInfo.InvariantCulture, $$"""
                ]
                exports: [
                  { stream: "{{BusSubjects.Statuses}}", accounts: [STORE] }
                  { service: "{{BusSubjects.Commands}}", accounts: [STORE] }
                ]
                imports: [
            {{Lines(Buckets, bucket =>
                $"      {{ stream: {{ account: STORE, subject: \"{BusSubjects.Key(bucket, ">")}\" }} }}")}}
            {{Lines(Buckets, bucket =>
                $"      {{ service: {{ account: STORE, subject: \"{BusSubjects.DirectGet(bucket, ">")}\" }} }}")}}
                ]
              }
            }

            """);
        return text.ToString();
    }

    private static readonly string[] Buckets = [BusSubjects.Snapshots, BusSubjects.Verdicts, BusSubjects.Purges];

    private static void AppendNode(StringBuilder text, BusNode node)
    {
        if (!BusSubjects.IsName(node.Name) || !BusSubjects.IsName(node.Location))
        {
            throw new ArgumentException($"'{node.Name}' at '{node.Location}' is not a name of a node.", nameof(node));
        }

        string[] publish =
        [
            BusSubjects.Status(node.Location, node.Name),
            BusSubjects.DirectGet(BusSubjects.Snapshots, BusSubjects.Section(node.Location, ">")),
            BusSubjects.DirectGet(BusSubjects.Verdicts, ">"),
            BusSubjects.DirectGet(BusSubjects.Purges, ">"),
        ];
        string[] subscribe =
        [
            BusSubjects.Key(BusSubjects.Snapshots, BusSubjects.Section(node.Location, ">")),
            BusSubjects.Key(BusSubjects.Verdicts, ">"),
            BusSubjects.Key(BusSubjects.Purges, ">"),
            BusSubjects.Ask(node.Name, ">"),
            $"{BusSubjects.InboxPrefix(node.Name)}.>",
        ];
        text.Append(CultureInfo.InvariantCulture, $$"""
                  # {{node.Name}} at {{node.Location}}
                  { nkey: {{Key(node.PublicKey)}}, permissions: {
                    publish: { allow: [
            {{Lines(publish, subject => $"          \"{subject}\"")}}
                    ] }
                    subscribe: { allow: [
            {{Lines(subscribe, subject => $"          \"{subject}\"")}}
                    ] }
                    allow_responses: { max: 1, expires: "1m" }
                  } }

            """);
    }

    private static string Lines(string[] items, Func<string, string> line) => string.Join('\n', items.Select(line));

    private static string Key(string key) => BusIdentity.IsPublicKey(key)
        ? key
        : throw new ArgumentException($"'{key}' is not a public nkey of a user.", nameof(key));

    private static string Quote(string value) =>
        value.Length > 0 && value.All(character => character is >= ' ' and not ('"' or '\\') and not '\u007f')
            ? $"\"{value}\""
            : throw new ArgumentException($"'{value}' cannot stand in the configuration.", nameof(value));
}
