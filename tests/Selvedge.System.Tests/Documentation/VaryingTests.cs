namespace Selvedge.System.Tests.Documentation;

public sealed class VaryingTests
{
    [Theory]
    [InlineData("fra-1   73 ms   1", "fra-1   4.0 ms   1")]
    [InlineData("site   fra   12s", "site   fra   3m")]
    [InlineData("Verdicts   epoch 15, for 22s", "Verdicts   epoch 4, for 2s")]
    [InlineData("selvedge; hit; ttl=3599", "selvedge; hit; ttl=3590")]
    [InlineData("age: 1", "age: 22")]
    [InlineData("https://127.0.0.1:7443", "https://127.41.0.1:7443")]
    [InlineData("NODE    EPOCH   PURGES\nfra-1   86      2", "NODE    EPOCH   PURGES\nfra-1   176     2")]
    [InlineData("NODE    EPOCH   PURGES\nsyd-1   86      2", "NODE    EPOCH      PURGES\nsyd-1   86 of 91   2")]
    [InlineData("  07:37:02.209   +1.10 s     the last DNS answer\nend", "end")]
    [InlineData("nyc-1 (process 12)", "nyc-1 (process 3456)")]
    [InlineData("Requests   470 by clients: 10 needed it, 0 failed", "Requests   9 by clients: 0 needed it, 0 failed")]
    [InlineData("clock-8f9s852nxr-fra-4jmtn   1/1", "clock-5c7d9bxk2m-fra-zzzzz   1/1")]
    public void What_varies_from_run_to_run_agrees(string page, string truth) =>
        Assert.Equal(Settle(page), Settle(truth));

    [Theory]
    [InlineData("fra-1   73 ms   1", "fra-1   73 ms   2")]
    [InlineData("site   fra   12s", "site   nyc   12s")]
    [InlineData("atlas   3/3   True", "atlas   2/3   True")]
    [InlineData("selvedge; hit; ttl=3599", "selvedge; fwd=miss; ttl=3599")]
    [InlineData("127.0.1.1", "127.0.2.1")]
    [InlineData("NODE    EPOCH   PURGES\nfra-1   86      2", "NODE    EPOCH   PURGES\nfra-1   86      3")]
    [InlineData("  07:37:11.170   +10.06 s    nyc-1 runs again\nend", "end")]
    [InlineData("0 of 470 requests failed", "1 of 470 requests failed")]
    [InlineData("clock-8f9s852nxr-fra-4jmtn", "clock-8f9s852nxr-syd-4jmtn")]
    [InlineData("a\nb", "a")]
    public void What_is_said_differs(string page, string truth) => Assert.NotEqual(Settle(page), Settle(truth));

    private static IReadOnlyList<string> Settle(string text) => Varying.Settle(text.Split('\n'), "127.41");
}
