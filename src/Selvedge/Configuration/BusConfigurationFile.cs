using Selvedge.Fabric.Bus;

namespace Selvedge.Configuration;

/// <summary>How a process finds the bus, and proves who it is there.</summary>
internal sealed record BusConfigurationFile
{
    /// <summary>For example <c>nats://127.0.0.1:4222</c>.</summary>
    public string Url { get; init; } = "";

    /// <summary>PEM: the authority that the server's certificate is verified by.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>The file with the process' nkey seed; mode 0600.</summary>
    public string SeedFile { get; init; } = "";

    /// <summary>The endpoint, with the seed read.</summary>
    /// <exception cref="UsageException">The seed file cannot be used.</exception>
    public BusEndpoint Open()
    {
        string seed;
        try
        {
            seed = File.ReadAllText(SeedFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"bus.seedFile: {SeedFile} cannot be read: {error.Message}");
        }

        return BusIdentity.FromSeed(seed) is { } identity
            ? new BusEndpoint(Url, AuthorityFile, identity)
            : throw new UsageException($"bus.seedFile: {SeedFile} holds no nkey user seed (SU...). Make a new one.");
    }
}
