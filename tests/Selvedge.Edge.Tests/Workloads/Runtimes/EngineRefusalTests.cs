using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads.Runtimes;

/// <summary>A listing that podman fails because a container ends while it is looked at: too rare with a real podman
/// to be met in a test, so a stand-in gives podman's own words.</summary>
public sealed class EngineRefusalTests
{
    private const string Words =
        """{"cause":"no such process","message":"read /proc/19639/cgroup: no such process","response":500}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listing_that_fails_because_a_container_ends_is_asked_for_again()
    {
        Assert.Equal(3, await ListingsAsync(refusals: 2));
    }

    [Fact]
    public async Task An_engine_that_goes_on_refusing_is_believed()
    {
        var error = await Assert.ThrowsAsync<RuntimeException>(() => ListingsAsync(refusals: 100));
        Assert.True(error.IsTransient);
        Assert.Contains("no such process", error.Message, StringComparison.Ordinal);
    }

    private static async Task<int> ListingsAsync(int refusals)
    {
        var state = Directory.CreateTempSubdirectory("selvedge-e").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Path.Combine(state, "engine")));
        await using var engine = builder.Build();
        var listings = 0;
        engine.MapGet("/{version}/containers/json", () => ++listings <= refusals
            ? Results.Text(Words, "application/json", statusCode: StatusCodes.Status500InternalServerError)
            : Results.Text("[]", "application/json"));
        await engine.StartAsync(Cancellation);
        try
        {
            var options = new ContainerEngineOptions
            {
                Node = "fra-1",
                StateDirectory = state,
                Socket = Path.Combine(state, "engine"),
            };
            await using var runtime = new ContainerEngineRuntime(options, TimeProvider.System);
            Assert.Empty(await runtime.ListAsync(Cancellation));
            return listings;
        }
        finally
        {
            await engine.StopAsync(CancellationToken.None);
            Directory.Delete(state, recursive: true);
        }
    }
}
