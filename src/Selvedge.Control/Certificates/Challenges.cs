using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Wire.Acme;

namespace Selvedge.Control.Certificates;

/// <summary>Picks the challenge of each authorization and computes its answer. Pure.</summary>
/// <param name="Answers">What nodes are to answer.</param>
/// <param name="Urls">What the authority is to be told at, once they do.</param>
/// <param name="Failure">Where no challenge fits; else null.</param>
internal sealed record Challenges(
    ImmutableArray<CertificateChallenge> Answers, ImmutableArray<Uri> Urls, AcmeFailure? Failure)
{
    /// <summary>Picks <c>dns-01</c> where a zone of ours covers the name, for it needs no user's path to any node;
    /// else <c>http-01</c>.</summary>
    /// <param name="authorizations">Those that are not valid yet have an entry in the result.</param>
    /// <param name="zones">The apexes of our zones.</param>
    /// <param name="thumbprint">Of the account's key.</param>
    public static Challenges Pick(
        IEnumerable<AcmeAuthorization> authorizations, IReadOnlyCollection<string> zones, string thumbprint)
    {
        var answers = ImmutableArray.CreateBuilder<CertificateChallenge>();
        var urls = ImmutableArray.CreateBuilder<Uri>();
        foreach (var authorization in authorizations.Where(one => one.State != AcmeState.Valid))
        {
            var wanted = IsCovered(authorization.Hostname, zones) ? AcmeChallenge.Dns01 : AcmeChallenge.Http01;
            var challenge = authorization.Challenges.FirstOrDefault(
                one => one.Type == wanted && one.Token.Length > 0);
            if (challenge is null)
            {
                return new Challenges([], [], NoneFits(authorization, wanted));
            }

            var answer = KeyAuthorization.Of(challenge.Token, thumbprint);
            answers.Add(new CertificateChallenge
            {
                Type = challenge.Type,
                Hostname = authorization.Hostname,
                Token = challenge.Token,
                Answer = wanted == AcmeChallenge.Dns01 ? KeyAuthorization.DnsDigest(answer) : answer,
            });
            // One that is told already (before a kill) is processing: telling again would be refused.
            if (challenge.State == AcmeState.Pending)
            {
                urls.Add(challenge.Url);
            }
        }

        return new Challenges(answers.ToImmutable(), urls.ToImmutable(), null);
    }

    /// <summary>Whether a zone is the name's parent or the name itself.</summary>
    public static bool IsCovered(string hostname, IEnumerable<string> zones) => zones.Any(zone =>
        hostname == zone || (hostname.Length > zone.Length && hostname[^(zone.Length + 1)] == '.'
            && hostname.EndsWith(zone, StringComparison.Ordinal)));

    private static AcmeFailure NoneFits(AcmeAuthorization authorization, string wanted)
    {
        var offered = string.Join(", ", authorization.Challenges.Select(one => one.Type));
        return new AcmeFailure(
            "NoChallengeFits",
            $"For {authorization.Hostname} the authority offers {offered} and not {wanted}: dns-01, which wildcards "
            + "need, takes a Zone that covers the name.",
            false);
    }
}
