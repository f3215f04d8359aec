using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Commands.Output;
using Selvedge.Core.Resources;
using Selvedge.Edge.Http;
using Selvedge.Processes;

namespace Selvedge.Commands.Network;

/// <summary>The answer of <c>selvedge trace</c> as text for people.</summary>
internal static class TraceReport
{
    /// <summary>Writes it.</summary>
    public static void Write(
        TextWriter output,
        Paint paint,
        string url,
        string client,
        ImmutableArray<NodeReply<NodeQuestions.TraceAnswer>> replies,
        DateTimeOffset now)
    {
        output.WriteLine(Table.Clean($"GET {url}, asked from {client}"));
        var table = new Table("Node", "Location", "Steers to", "Cache", "Age", "TTL", "Backend", "Certificate");
        foreach (var reply in replies)
        {
            if (reply.Answer is { } answer)
            {
                var kept = answer.Http.Variants.FirstOrDefault();
                table.Add(
                    reply.Node, reply.Location, Steers(answer.Steering), answer.Http.Cache,
                    kept is null ? "-" : Spans.Age(kept.Age), kept is null ? "-" : Ttl(kept.Ttl),
                    answer.Http.Backend.Length > 0 ? answer.Http.Backend : "-", Days(answer.Http, now));
            }
            else
            {
                table.Add(reply.Node, reply.Location, "missing", "-", "-", "-", "-", "-");
            }
        }

        table.WriteTo(output, paint, 2);
        foreach (var reply in replies)
        {
            var note = reply.Answer is not { } answer ? $"did not answer: {reply.Reason}" : answer.Http.Problem;
            if (note.Length > 0)
            {
                output.WriteLine(Table.Clean($"  {reply.Node}: {note}"));
            }
        }
    }

    private static string Steers(NodeQuestions.WhyAnswer? steering) => steering switch
    {
        { Dns.Decision: { } decision } when decision.Places.IsEmpty => "nowhere",
        { Dns.Decision: { } decision } => string.Join(", ", decision.Places.Select(place => place.Location)),
        { Dns: { } dns } => dns.Answers.IsEmpty ? dns.Rcode.ToString() : string.Join(", ", dns.Answers),
        _ => "-",
    };

    private static string Ttl(TimeSpan ttl)
    {
        var seconds = TimeSpan.FromSeconds(Math.Floor(Math.Abs(ttl.TotalSeconds)));
        return ttl < TimeSpan.Zero ? $"stale for {Duration.Format(seconds)}" : Duration.Format(seconds);
    }

    private static string Days(Explanation http, DateTimeOffset now) => http.CertificateNotAfter is not { } end ? "none"
        : end <= now ? "expired"
        : string.Create(CultureInfo.InvariantCulture, $"{(end - now).TotalDays:0.0} days");
}
