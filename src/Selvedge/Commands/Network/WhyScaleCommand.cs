using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Configuration;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge why scale</c>: why a workload has as many replicas as it has at each location, or a group as
/// many nodes.</summary>
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
            "Say why there are as many replicas or nodes as there are",
            "Of a Deployment: what its HorizontalPodAutoscaler last decided at each location, and the latest decisions "
            + "that changed something, each with what it was made from. Of a NodeGroup: its nodes, what is in the way, "
            + "and the latest decisions to buy or give back.",
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
        var space = session.Namespace;
        var autoscalers = await session.Api.ListAsync(
            $"/apis/autoscaling/v2/namespaces/{space}/horizontalpodautoscalers", cancellation);
        var raw = autoscalers.FirstOrDefault(document =>
            JsonRead.Text(document, "spec", "scaleTargetRef", "kind") == "Deployment"
            && JsonRead.Text(document, "spec", "scaleTargetRef", "name") == name);
        if (raw is null)
        {
            throw new UsageException(await session.Api.FindAsync(
                    $"/apis/apps/v1/namespaces/{space}/deployments/{name}", cancellation) is { } deployment
                ? $"No HorizontalPodAutoscaler scales {name}: it has spec.replicas "
                    + $"({JsonRead.Whole(deployment, "spec", "replicas") ?? 1}) at each location."
                : $"There is no Deployment {name} in {space}. See: selvedge get deployments -A");
        }

        var autoscaler = Read<HorizontalPodAutoscaler>(raw, "autoscaler");
        if (place is not null && autoscaler.Status.Places.All(one => one.Location != place))
        {
            throw new UsageException(
                $"Nothing is decided for {name} at {place}. It is scaled at: "
                + string.Join(", ", autoscaler.Status.Places.Select(one => one.Location)));
        }

        var status = autoscaler.Status with
        {
            Places = [.. autoscaler.Status.Places.Where(one => place is null || one.Location == place)],
            Decisions = [.. autoscaler.Status.Decisions.Where(one => place is null || one.Location == place)],
        };
        if (!session.TryWrite(JsonNode.Parse(CoreJson.Write(status))))
        {
            ScaleReport.Write(session.Out, session.Paint, autoscaler with { Status = status }, session.Now);
        }

        return 0;
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
