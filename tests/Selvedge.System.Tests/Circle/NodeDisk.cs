using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>What a node keeps on its disk.</summary>
internal sealed class NodeDisk(LiveNetwork network, string node)
{
    private readonly string _folder = Path.Combine(network.State, "nodes", node);

    /// <summary>The newest snapshot: its manifest, and the bytes in force by section.</summary>
    public (Manifest Manifest, Dictionary<string, byte[]> Kept) Snapshot()
    {
        try
        {
            return Read(Path.Combine(_folder, "snapshot"));
        }
        catch (FileNotFoundException)
        {
            // For a moment the newest generation has its place as the one before, and the next is not there yet.
            return Read(Path.Combine(_folder, "snapshot.previous"));
        }
    }

    /// <summary>Every section of both generations.</summary>
    public IEnumerable<(string Key, string Text)> Everything() =>
        Snapshot().Kept.Concat(Read(Path.Combine(_folder, "snapshot.previous")).Kept)
            .Select(section => (section.Key, Encoding.UTF8.GetString(section.Value)));

    /// <summary>The private key of a site's certificate, where the node has it.</summary>
    public string? KeyOf(string site) => Snapshot().Kept.TryGetValue($"certificate.default.{site}", out var bytes)
        ? CoreJson.Read<CertificateSection>(bytes).KeyPem
        : null;

    private static (Manifest Manifest, Dictionary<string, byte[]> Kept) Read(string file)
    {
        var text = File.ReadAllText(file);
        var content = JsonNode.Parse(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..])!;
        var kept = content["kept"]!.AsArray().ToDictionary(
            section => section!["entry"]!["key"]!.GetValue<string>(),
            section => Convert.FromBase64String(section!["bytes"]!.GetValue<string>()));
        return (CoreJson.Read<Manifest>(Encoding.UTF8.GetBytes(content["manifest"]!.ToJsonString())), kept);
    }
}
