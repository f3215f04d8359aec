using System.Text.Json.Nodes;

namespace Selvedge.Dev;

/// <summary>The images of the development network: the example application in two versions, for a rollout to have
/// somewhere to go.</summary>
internal static class DevImages
{
    private const string Name = "edge-clock";

    private static readonly string[] Tags = ["1", "2"];

    /// <summary>Writes them; one that is there as it should be stays, so that it stays the same image.</summary>
    public static void Write(string folder)
    {
        foreach (var tag in Tags)
        {
            var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, Name, tag)).FullName, "image.json");
            var manifest = new JsonObject
            {
                ["command"] = new JsonArray(Environment.ProcessPath, "example-app"),
                ["env"] = new JsonObject { ["APP_VERSION"] = tag },
            }.ToJsonString();
            if (!File.Exists(path) || File.ReadAllText(path) != manifest)
            {
                File.WriteAllText(path, manifest);
            }
        }
    }
}
