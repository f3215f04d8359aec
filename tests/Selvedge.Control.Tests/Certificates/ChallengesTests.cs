using Selvedge.Control.Certificates;
using Selvedge.Wire.Acme;

namespace Selvedge.Control.Tests.Certificates;

public sealed class ChallengesTests
{
    [Theory]
    [InlineData("zone.test", true)]
    [InlineData("a.b.zone.test", true)]
    [InlineData("evilzone.test", false)]
    [InlineData("test", false)]
    public void A_zone_covers_itself_and_what_is_below(string hostname, bool isCovered) =>
        Assert.Equal(isCovered, Challenges.IsCovered(hostname, ["other.test", "zone.test"]));

    [Fact]
    public void What_is_valid_is_not_asked_and_what_was_told_is_not_told_again()
    {
        var picked = Challenges.Pick(
            [
                One("done.test", AcmeState.Valid, AcmeState.Valid),
                One("told.test", AcmeState.Pending, AcmeState.Processing),
                One("new.test", AcmeState.Pending, AcmeState.Pending),
            ],
            [],
            "print");

        Assert.Null(picked.Failure);
        Assert.Equal(["told.test", "new.test"], picked.Answers.Select(answer => answer.Hostname));
        Assert.All(picked.Answers, answer => Assert.Equal("token.print", answer.Answer));
        Assert.Equal("https://ca.test/new.test", Assert.Single(picked.Urls).AbsoluteUri);
    }

    [Fact]
    public void The_answer_for_a_zone_of_ours_is_ready_as_TXT()
    {
        var picked = Challenges.Pick(
            [One("a.zone.test", AcmeState.Pending, AcmeState.Pending)], ["zone.test"], "print");
        var answer = Assert.Single(picked.Answers);
        Assert.Equal(
            ("dns-01", "a.zone.test", KeyAuthorization.DnsDigest("token.print")),
            (answer.Type, answer.Hostname, answer.Answer));
    }

    private static AcmeAuthorization One(string hostname, AcmeState state, AcmeState challenge) => new(
        state,
        hostname,
        [
            new AcmeChallenge("http-01", new Uri($"https://ca.test/{hostname}"), challenge, "token", null),
            new AcmeChallenge("dns-01", new Uri($"https://ca.test/{hostname}/dns"), challenge, "token", null),
        ]);
}
