package io.atoms.samples.shop.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the shop sells. Fixed, so it needs no atom. */
public final class Catalogue {

    private static final Map<Integer, Product> PRODUCTS = products();

    private Catalogue() {}

    /** All products, by name within their category. */
    public static List<Product> all() {
        return List.copyOf(PRODUCTS.values());
    }

    /** Whether there is such a product; an old cart may hold one that is sold no more. */
    public static boolean has(int id) {
        return PRODUCTS.containsKey(id);
    }

    /** The product of that number, which must be there. */
    public static Product product(int id) {
        return Objects.requireNonNull(PRODUCTS.get(id), () -> "no product " + id);
    }

    /** What it costs, and how many there are, when the shop opens. */
    static Offer opening(int id) {
        return new Offer(290 + (id * 7919) % 3600, id * 31 % 40);
    }

    private static Map<Integer, Product> products() {
        List<Product> all = new ArrayList<>();
        add(all, Category.TEA, "Assam", "Ceylon", "Darjeeling", "Earl Grey", "Genmaicha", "Gunpowder");
        add(all, Category.TEA, "Jasmine", "Keemun", "Lapsang Souchong", "Oolong", "Sencha", "White Peony");
        add(all, Category.COFFEE, "Antigua", "Bourbon", "Harrar", "Huila", "Java", "Kona");
        add(all, Category.COFFEE, "Mandheling", "Mocha", "Santos", "Sidamo", "Tarrazu", "Yirgacheffe");
        add(all, Category.CHOCOLATE, "Almond", "Caramel", "Dark 70%", "Dark 85%", "Gianduja", "Ginger");
        add(all, Category.CHOCOLATE, "Hazelnut", "Marzipan", "Milk", "Nougat", "Orange", "Sea Salt");
        add(all, Category.SPICE, "Allspice", "Anise", "Cardamom", "Cinnamon", "Clove", "Coriander");
        add(all, Category.SPICE, "Cumin", "Nutmeg", "Pepper", "Saffron", "Sumac", "Turmeric");
        Map<Integer, Product> byId = new LinkedHashMap<>();
        all.forEach(product -> byId.put(product.id(), product));
        return Collections.unmodifiableMap(byId);
    }

    private static void add(List<Product> all, Category category, String... names) {
        for (String name : names) {
            all.add(new Product(all.size() + 1, name, category));
        }
    }
}
