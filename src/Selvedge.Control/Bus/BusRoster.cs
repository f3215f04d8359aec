using System.Text;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Fabric.Bus;

namespace Selvedge.Control.Bus;

/// <summary>Keeps nats-server's configuration as the Node documents say: who has one may connect, with the permissions
/// of its location; whose document is gone is disconnected.</summary>
/// <param name="documents">Whose Nodes.</param>
/// <param name="server">Everything of the configuration but the nodes, which are replaced.</param>
/// <param name="file">The configuration file. Written whole, beside and then over the old one.</param>
/// <param name="reload">Tells the server to read the file again; false where it does not run.</param>
/// <param name="time">For waits.</param>
/// <param name="log">For logs.</param>
public sealed class BusRoster(
    DocumentCache documents,
    BusServer server,
    string file,
    Func<bool> reload,
    TimeProvider time,
    ILogger<BusRoster> log) : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Signal _signal = new();
    private bool _told;

    /// <summary>Follows the documents until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        documents.Changed += _signal.Raise;
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                Follow();
                await _signal.WaitAsync(_told ? Timeout.InfiniteTimeSpan : Retry, time, cancellation);
            }
        }
        finally
        {
            documents.Changed -= _signal.Raise;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();

    /// <summary>Every node that may connect. A document without a key, or with the key of another one, lets nobody in;
    /// of two with one key the first by name has it. Pure but for the log.</summary>
    internal static IReadOnlyList<BusNode> Nodes(NetworkDocuments network, ILogger log)
    {
        var nodes = new List<BusNode>();
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in network.Nodes)
        {
            var wanted = new BusNode(name, node.Spec.Location, node.Spec.PublicKey);
            if (!wanted.IsPossible)
            {
                Log.NodeUnusable(log, name);
            }
            else if (!owners.TryAdd(wanted.PublicKey, name))
            {
                Log.KeyTaken(log, name, owners[wanted.PublicKey]);
            }
            else
            {
                nodes.Add(wanted);
            }
        }

        return nodes;
    }

    private void Follow()
    {
        try
        {
            var nodes = Nodes(documents.Current, log);
            var wanted = BusConfiguration.Render(server with { Nodes = nodes });
            if (!File.Exists(file) || File.ReadAllText(file) != wanted)
            {
                var next = file + ".next";
                File.WriteAllText(next, wanted, new UTF8Encoding(false));
                File.Move(next, file, overwrite: true);
                _told = false;
                Log.RosterWritten(log, nodes.Count);
            }

            _told = _told || reload();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _told = false;
            Log.RosterFailed(log, error, file);
        }
    }
}
