using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Documents;

/// <summary>Writes what happened as <c>v1 Event</c> documents, for <c>kubectl get events</c>, <c>describe</c> and the
/// console. Never blocks who tells.</summary>
public sealed class EventRecorder(
    IResourceStore store, TimeProvider time, Func<string> newId, ILogger<EventRecorder> log)
{
    /// <summary>The oldest are removed beyond this: events are news, logs are the record.</summary>
    public const int EventsMax = 500;

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Told but not yet written; more are lost and counted in the log.</summary>
    private const int BacklogMax = 1_000;

    private readonly Channel<Told> _told = Channel.CreateBounded<Told>(
        new BoundedChannelOptions(BacklogMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Tells that something went as it should.</summary>
    public void Normal(ResourceKey subject, string kind, string reason, string message) =>
        _told.Writer.TryWrite(new Told(subject, kind, "Normal", reason, message, time.GetUtcNow()));

    /// <summary>Tells that something needs a look.</summary>
    public void Warning(ResourceKey subject, string kind, string reason, string message) =>
        _told.Writer.TryWrite(new Told(subject, kind, "Warning", reason, message, time.GetUtcNow()));

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var present = await store.ListAsync(ResourceNames.Events, null, cancellation);
        var kept = new Queue<ResourceKey>(present.Items.OrderBy(item => item.Revision).Select(item => item.Key));
        await foreach (var told in _told.Reader.ReadAllAsync(cancellation))
        {
            try
            {
                kept.Enqueue(await WriteAsync(told, cancellation));
                while (kept.Count > EventsMax)
                {
                    await store.DeleteAsync(kept.Dequeue(), 0, cancellation);
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Log.EventLost(log, error, told.Reason, told.Subject.ToString());
            }
        }
    }

    private async Task<ResourceKey> WriteAsync(Told told, CancellationToken cancellation)
    {
        var place = told.Subject.Namespace.Length > 0 ? told.Subject.Namespace : "default";
        var key = new ResourceKey(ResourceNames.Events, place, $"{told.Subject.Name}.{newId()}");
        var at = told.At.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
        var subject = await store.GetAsync(told.Subject, cancellation);
        var document = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject
            {
                ["name"] = key.Name,
                ["namespace"] = place,
                ["uid"] = newId(),
                ["creationTimestamp"] = at,
            },
            ["involvedObject"] = new JsonObject
            {
                ["apiVersion"] = KindRegistry.All.FirstOrDefault(kind => kind.Kind == told.Kind)?.ApiVersion,
                ["kind"] = told.Kind,
                ["name"] = told.Subject.Name,
                ["namespace"] = told.Subject.Namespace,
                ["uid"] = subject is null ? "" : CoreJson.Read<Named>(subject.Document).Metadata.Uid,
            },
            ["reason"] = told.Reason,
            ["message"] = told.Message,
            ["type"] = told.Type,
            ["source"] = new JsonObject { ["component"] = "selvedge-control" },
            ["reportingComponent"] = "selvedge-control",
            ["reportingInstance"] = "",
            ["count"] = 1,
            ["firstTimestamp"] = at,
            ["lastTimestamp"] = at,
        };
        await store.PutAsync(key, document.ToElement(), 0, cancellation);
        return key;
    }

    private sealed record Told(
        ResourceKey Subject, string Kind, string Type, string Reason, string Message, DateTimeOffset At);

    private sealed record Named
    {
        public ObjectMeta Metadata { get; init; } = new();
    }
}
