using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Console.Tests.Feeds;

namespace Selvedge.Console.Tests.Hosting;

public sealed partial class ConsoleServerTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("::")]
    public async Task Refuses_to_listen_beyond_loopback_and_says_why(string address)
    {
        await using var console = new ConsoleServer(
            new ConsoleOptions { Listen = new IPEndPoint(IPAddress.Parse(address), 0) },
            TimeProvider.System,
            NullLoggerFactory.Instance);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => console.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("no sign-in yet", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("192.0.2.1", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:7080", HttpStatusCode.OK)]
    [InlineData("[::1]:7080", HttpStatusCode.OK)]
    public async Task Answers_only_to_the_names_of_loopback(string host, HttpStatusCode status)
    {
        await using var running = await RunningAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = host } };

        using var answer = await running.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Every_file_of_the_page_is_served_by_its_content_and_may_be_kept_for_ever()
    {
        await using var running = await RunningAsync();
        var page =
            await running.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var files = AssetPattern().Matches(page).Select(match => match.Value).Distinct(StringComparer.Ordinal)
            .ToArray();

        Assert.Equal(4, files.Length);
        foreach (var file in files)
        {
            using var answer = await running.Client.GetAsync(
                new Uri(file, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(
                "public, max-age=31536000, immutable", answer.Headers.NonValidated["Cache-Control"].ToString());
        }
    }

    [Fact]
    public async Task The_policy_allows_own_files_only_and_the_page_has_nothing_inline()
    {
        await using var running = await RunningAsync(api => ExampleNetwork.Fill(api, TimeProvider.System.GetUtcNow()));
        using var answer =
            await running.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?! src=)", page);
        Assert.DoesNotContain(StandInApi.Token, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_documents_cannot_become_markup()
    {
        await using var running = await RunningAsync(api => api.Put(Documents.Sites, Documents.Site(
            "shop", "<script>alert(1)</script>", Documents.Open("\"><img>", 1, "<b>"))));
        string page;
        do
        {
            page = await running.Client.GetStringAsync(
                new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        }
        while (!page.Contains("alert", StringComparison.Ordinal));

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b><", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_reading_is_answered()
    {
        await using var running = await RunningAsync();

        using var answer = await running.Client.PostAsync(
            new Uri("/", UriKind.Relative), content: null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private static async Task<Running> RunningAsync(Action<StandInApi>? fill = null)
    {
        var api = new StandInApi();
        await api.StartAsync();
        fill?.Invoke(api);
        var console = new ConsoleServer(
            new ConsoleOptions
            {
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                Api = api.Address,
                Token = StandInApi.Token,
            },
            TimeProvider.System,
            NullLoggerFactory.Instance);
        await console.StartAsync(TestContext.Current.CancellationToken);
        return new Running(api, console, new HttpClient { BaseAddress = console.Address });
    }

    private sealed record Running(StandInApi Api, ConsoleServer Console, HttpClient Client) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Console.DisposeAsync();
            await Api.DisposeAsync();
        }
    }

    [GeneratedRegex(@"/assets/[a-z]+\.[0-9a-f]{16}\.[a-z]+", RegexOptions.None, 1000)]
    private static partial Regex AssetPattern();
}
