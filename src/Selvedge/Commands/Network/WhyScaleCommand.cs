using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Configuration;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge why scale</c>: why a workload has as many replicas as it has at each location and what its pods
/// should request, or why a group has as many nodes.</summary>
internal static class WhyScaleCommand
{
    private const string Prefix = "deployment/";
    private const string GroupPrefix = "nodegroup/";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var target = new Argument<string>("KIND/NAME")
        {
            Description = "deployment/NAME or nodegroup/NAME",
        };
        var place = new Option<string>("--in") { Description = "At this location only", HelpName = "LOCATION" };
        var command = CommandOptions.Named(
            "scale",
            "Say why a workload or a group of nodes is as large as it is",
            "Of a Deployment: what its HorizontalPodAutoscaler last decided at each location, and the latest decisions "
            + "that changed something, each with what it was made from; and what its VerticalPodAutoscaler says that "
            + "its containers should request. Of a NodeGroup: its nodes, what is in the way, and the latest decisions "
            + "to buy or give back.",
            "selvedge why scale deployment/clock -n clock",
            "selvedge why scale deployment/clock -n clock --in fra -o json",
            "selvedge why scale nodegroup/fra-small");
        command.Add(target);
        command.Add(place);
        command.Add(CommandOptions.Namespace);
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.Output);
            var (word, location) = (parsed.GetRequiredValue(target), parsed.GetValue(place));
            return word.StartsWith(GroupPrefix, StringComparison.Ordinal)
                ? await ShowGroupAsync(session, word[GroupPrefix.Length..], location, cancellation)
                : await ShowAsync(session, Name(word), location, cancellation);
        });
        return command;
    }

    private static string Name(string word) => word.StartsWith(Prefix, StringComparison.Ordinal)
        ? word[Prefix.Length..]
        : word.Contains('/', StringComparison.Ordinal)
            ? throw new UsageException($"{word}: only Deployments and NodeGroups are scaled. Write {Prefix}NAME or "
                + $"{GroupPrefix}NAME.")
            : word;

    private static async Task<int> ShowAsync(
        Session session, string name, string? place, CancellationToken cancellation)
    {
        var horizontal = await FindAsync<HorizontalPodAutoscaler>(
            session, "autoscaling/v2", "horizontalpodautoscalers", "scaleTargetRef", name, cancellation);
        var vertical = await FindAsync<VerticalPodAutoscaler>(
            session, "autoscaling.k8s.io/v1", "verticalpodautoscalers", "targetRef", name, cancellation);
        if (horizontal is null && vertical is null)
        {
            throw new UsageException(await session.Api.FindAsync(
                    $"/apis/apps/v1/namespaces/{session.Namespace}/deployments/{name}", cancellation) is { } deployment
                ? $"No HorizontalPodAutoscaler scales {name}: it has spec.replicas "
                    + $"({JsonRead.Whole(deployment, "spec", "replicas") ?? 1}) at each location. No "
                    + "VerticalPodAutoscaler sizes its pods either."
                : $"There is no Deployment {name} in {session.Namespace}. See: selvedge get deployments -A");
        }

        horizontal = horizontal is null || place is null ? horizontal : At(horizontal, name, place);
        if (session.TryWrite(Written(horizontal, vertical)))
        {
            return 0;
        }

        if (horizontal is not null)
        {
            ScaleReport.Write(session.Out, session.Paint, horizontal, session.Now);
        }

        if (vertical is not null)
        {
            session.Out.Write(horizontal is null ? "" : "\n");
            SizeReport.Write(session.Out, session.Paint, vertical);
        }

        return 0;
    }

    private static async Task<T?> FindAsync<T>(
        Session session, string version, string plural, string reference, string name,
        CancellationToken cancellation)
        where T : class
    {
        var documents = await session.Api.ListAsync(
            $"/apis/{version}/namespaces/{session.Namespace}/{plural}", cancellation);
        var raw = documents.FirstOrDefault(document =>
            JsonRead.Text(document, "spec", reference, "kind") == "Deployment"
            && JsonRead.Text(document, "spec", reference, "name") == name);
        return raw is null ? null : Read<T>(raw, "autoscaler");
    }

    private static HorizontalPodAutoscaler At(HorizontalPodAutoscaler autoscaler, string name, string place)
    {
        var status = autoscaler.Status;
        return status.Places.Any(one => one.Location == place)
            ? autoscaler with
            {
                Status = status with
                {
                    Places = [.. status.Places.Where(one => one.Location == place)],
                    Decisions = [.. status.Decisions.Where(one => one.Location == place)],
                },
            }
            : throw new UsageException(
                $"Nothing is decided for {name} at {place}. It is scaled at: "
                + string.Join(", ", status.Places.Select(one => one.Location)));
    }

    // The autoscaler's own status, and beside its members what pods should request.
    private static JsonObject Written(HorizontalPodAutoscaler? horizontal, VerticalPodAutoscaler? vertical)
    {
        var written = horizontal is null ? [] : JsonNode.Parse(CoreJson.Write(horizontal.Status))!.AsObject();
        if (vertical is not null)
        {
            written["vertical"] = JsonNode.Parse(CoreJson.Write(vertical.Status));
        }

        return written;
    }

    private static async Task<int> ShowGroupAsync(
        Session session, string name, string? place, CancellationToken cancellation)
    {
        if (await session.Api.FindAsync(
            ApiClient.PathOf(KindRegistry.FindByAnyName("NodeGroup")!, "", name), cancellation) is not { } raw)
        {
            throw new UsageException($"There is no NodeGroup {name}. See: selvedge get nodegroups");
        }

        var group = Read<NodeGroup>(raw, "group");
        if (place is not null && place != group.Spec.Location)
        {
            throw new UsageException($"{name} is at {group.Spec.Location}. Leave out --in {place}.");
        }

        if (!session.TryWrite(JsonNode.Parse(CoreJson.Write(group.Status))))
        {
            GroupReport.Write(session.Out, session.Paint, group, session.Now);
        }

        return 0;
    }

    private static T Read<T>(JsonObject raw, string what) =>
        CoreJson.TryRead<T>(Encoding.UTF8.GetBytes(raw.ToJsonString()), out var read, out var reason)
            ? read
            : throw new UsageException($"The {what} is not understood ({reason}). See: selvedge version");
}
