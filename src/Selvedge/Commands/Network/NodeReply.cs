using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Selvedge.Configuration;
using Selvedge.Control.Commands;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Network;

/// <summary>What one node said, read.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Location">Its location.</param>
/// <param name="Reason">Why there is no answer; empty where there is one.</param>
/// <param name="Answer">The answer; null where there is none.</param>
internal sealed record NodeReply<T>(string Node, string Location, string Reason, T? Answer)
    where T : class;

/// <summary>Asks every node one question through the control plane.</summary>
internal static class NodeReply
{
    /// <summary>Asks.</summary>
    /// <param name="api">The network.</param>
    /// <param name="path">Of the endpoint.</param>
    /// <param name="question">The payload.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The answer as it came, and every node's, by node name.</returns>
    public static async Task<(JsonObject Raw, ImmutableArray<NodeReply<T>> Replies)> AskAsync<T>(
        ApiClient api, string path, JsonObject question, CancellationToken cancellation)
        where T : class
    {
        var raw = await api.PostAsync(path, question, cancellation);
        return CoreJson.TryRead<NodeAnswers>(
            Encoding.UTF8.GetBytes(raw.ToJsonString()), out var answers, out var reason)
            ? (raw, [.. answers.Items.OrderBy(item => item.Node, StringComparer.Ordinal).Select(Read<T>)])
            : throw new UsageException(
                $"The control plane's answer is not understood ({reason}). Is it of another version? See: selvedge "
                    + "version");
    }

    private static NodeReply<T> Read<T>(NodeAnswer item)
        where T : class
    {
        if (item.Answer is not { } answer)
        {
            return new NodeReply<T>(
                item.Node, item.Location, item.Reason.Length > 0 ? item.Reason : "No answer.", null);
        }

        return CoreJson.TryRead<T>(JsonSerializer.SerializeToUtf8Bytes(answer), out var read, out _)
            ? new NodeReply<T>(item.Node, item.Location, "", read)
            : new NodeReply<T>(item.Node, item.Location, "The answer is of another version.", null);
    }

    private sealed record NodeAnswers(ImmutableArray<NodeAnswer> Items);
}
