using Selvedge.Core.Placement.Solving;

namespace Selvedge.Bench.Placement;

/// <summary>OR-Library's capacitated warehouse location instances.</summary>
internal static class WarehouseInstance
{
    /// <summary>Reads one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="capacity">Of every warehouse; null: as the file says.</param>
    public static FacilityProblem Read(string path, double? capacity)
    {
        var numbers = SharedData.Numbers(path);
        var (warehouses, customers) = ((int)numbers[0], (int)numbers[1]);
        var position = 2;
        var capacities = new double[warehouses];
        var opening = new double[warehouses];
        for (var warehouse = 0; warehouse < warehouses; warehouse++)
        {
            (capacities[warehouse], opening[warehouse]) = (capacity ?? numbers[position], numbers[position + 1]);
            position += 2;
        }

        var demand = new double[customers];
        var serving = new double[customers * warehouses];
        for (var customer = 0; customer < customers; customer++)
        {
            demand[customer] = numbers[position++];
            for (var warehouse = 0; warehouse < warehouses; warehouse++)
            {
                serving[(customer * warehouses) + warehouse] = numbers[position++];
            }
        }

        return new FacilityProblem(serving, opening, demand, capacities, 1, warehouses);
    }
}
